/** The conversation so far, both sides; follows its end unless the owner has scrolled back. */
import { useEffect, useRef } from "react";
import type { Entry } from "../voice/conversation";
import type { Phase } from "../voice/phase";
import { Mark } from "./icons";

const NEAR_END_PX = 120;

export function Transcript({ entries, phase }: { entries: Entry[]; phase: Phase }) {
  const end = useFollowedEnd(entries, phase);
  return (
    <div
      className="transcript"
      data-testid="transcript"
      ref={end}
      role="log"
      aria-live="polite"
      aria-label="Conversation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
    >
      <ol>
        {entries.map((entry) => (
          <Line key={`${entry.who}-${entry.id}`} entry={entry} />
        ))}
        {phase === "thinking" && (
          <li className="turn assistant" aria-hidden="true">
            <Mark />
            <Dots />
          </li>
        )}
      </ol>
    </div>
  );
}

function Line({ entry }: { entry: Entry }) {
  if (entry.who === "break") return <li className="turn-break">{entry.text}</li>;
  if (entry.who === "assistant") {
    return (
      <li className="turn assistant" data-testid="turn-assistant">
        <Mark />
        <p>{entry.text}</p>
      </li>
    );
  }
  return (
    <li
      className="turn caller"
      data-testid="turn-caller"
      data-live={entry.live}
      aria-live={entry.live ? "off" : undefined}
    >
      <p>{entry.text || <Dots />}</p>
      {entry.unsure && <span className="unsure">Not sure I heard that right</span>}
    </li>
  );
}

function Dots() {
  return (
    <span className="dots">
      <i />
      <i />
      <i />
    </span>
  );
}

function useFollowedEnd(entries: Entry[], phase: Phase) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const note = () => {
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    };
    element.addEventListener("scroll", note, { passive: true });
    return () => element.removeEventListener("scroll", note);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new words are the reason to scroll.
  useEffect(() => {
    if (following.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [entries, phase]);
  return box;
}
