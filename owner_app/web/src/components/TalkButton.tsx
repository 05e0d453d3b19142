/** The button that is held while talking: with finger or mouse on it, with Space or Enter on it, with Space anywhere. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { LONGEST_HOLD_MS } from "../voice/hold";
import type { Phase } from "../voice/phase";
import type { Talk } from "../voice/talk";
import { MicrophoneIcon } from "./icons";

const FORGIVEN_PX = 28; // a thumb may slip a little
const COUNTDOWN_FROM_S = 10;

type Props = { talk: Talk; phase: Phase; heldSince: number | null };

export function TalkButton({ talk, phase, heldSince }: Props) {
  const [outside, setOutside] = useState(false);
  const halo = useLevel(talk, heldSince !== null);
  useSpaceBar(talk);

  function down(event: PointerEvent<HTMLButtonElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setOutside(false);
    talk.press();
  }
  function up(event: PointerEvent<HTMLButtonElement>) {
    if (isInside(event)) talk.release();
    else talk.cancel();
    setOutside(false);
  }
  function key(event: KeyboardEvent) {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "keyup") talk.release();
    else if (!event.repeat) talk.press();
  }

  return (
    <button
      type="button"
      className="talk-button"
      data-testid="talk-button"
      data-phase={outside && phase === "listening" ? "leaving" : phase}
      aria-label="Hold to talk"
      aria-pressed={phase === "listening"}
      onPointerDown={down}
      onPointerUp={up}
      onPointerMove={(event) => setOutside(heldSince !== null && !isInside(event))}
      onPointerCancel={() => talk.cancel()}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={key}
      onKeyUp={key}
    >
      <span ref={halo} className="talk-halo" />
      <span className="talk-face">
        {heldSince === null ? <MicrophoneIcon /> : <Countdown since={heldSince} />}
      </span>
    </button>
  );
}

/** The microphone, and for the last seconds how many are left. */
function Countdown({ since }: { since: number }) {
  const [left, setLeft] = useState(LONGEST_HOLD_MS / 1000);
  useEffect(() => {
    const count = () => setLeft(Math.ceil((since + LONGEST_HOLD_MS - performance.now()) / 1000));
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [since]);
  if (left > COUNTDOWN_FROM_S) return <MicrophoneIcon />;
  return <span className="talk-left">{Math.max(0, left)}</span>;
}

/** Draws the loudness on an element, past React: 25 times a second is too often for a render. */
function useLevel(talk: Talk, active: boolean) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!active) return;
    let frame = 0;
    let shown = 0;
    const draw = () => {
      shown += (talk.level - shown) * 0.25;
      element.current?.style.setProperty("--level", shown.toFixed(3));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [talk, active]);
  return element;
}

/** Space held anywhere but in a field or on a control talks; Escape or leaving the window forgets. */
function useSpaceBar(talk: Talk) {
  useEffect(() => {
    const down = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape") talk.cancel();
      if (event.key !== " " || isControl(event.target)) return;
      event.preventDefault();
      if (!event.repeat) talk.press();
    };
    const up = (event: globalThis.KeyboardEvent) => {
      if (event.key === " " && !isControl(event.target)) talk.release();
    };
    const blur = () => talk.cancel();
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", blur);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", blur);
      talk.cancel();
    };
  }, [talk]);
}

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, button, a, [contenteditable]") !== null
  );
}

function isInside(event: PointerEvent<HTMLButtonElement>): boolean {
  const box = event.currentTarget.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return (
    x >= box.left - FORGIVEN_PX &&
    x <= box.right + FORGIVEN_PX &&
    y >= box.top - FORGIVEN_PX &&
    y <= box.bottom + FORGIVEN_PX
  );
}
