/** Talking with the assistant. */
import { useEffect } from "react";
import { ComingUp } from "../components/ComingUp";
import { Composer } from "../components/Composer";
import { CloudOffIcon, NewIcon } from "../components/icons";
import { TalkButton } from "../components/TalkButton";
import { Transcript } from "../components/Transcript";
import { useWide } from "../useWide";
import type { Phase } from "../voice/phase";
import type { Talk } from "../voice/talk";
import { useTalk } from "../voice/useTalk";

const SUGGESTIONS = ["Schedule John Doe for a pipe repair on Friday at 2 PM", "What are your hours?"];

const STATE: Record<Phase, string> = {
  idle: "Hold to talk",
  connecting: "Connecting…",
  listening: "Listening",
  thinking: "Thinking…",
  speaking: "Speaking. Hold to interrupt",
  offline: "Not connected",
};

export function TalkPage() {
  const [talk, { phase, entries, notice, connection, heldSince, answered }] = useTalk();
  const wide = useWide();
  useEffect(() => {
    document.title = "Talk · Plumbline";
  }, []);
  return (
    <div className="talk">
      <div className="talk-column">
        <header className="page-top">
          <h1>Talk</h1>
          <button
            type="button"
            className="quiet-button"
            data-testid="new-conversation"
            disabled={entries.length === 0}
            onClick={() => talk.leave()}
          >
            <NewIcon />
            <span>New conversation</span>
          </button>
        </header>
        {connection === "reconnecting" && (
          <div className="banner" role="status">
            <CloudOffIcon />
            <span>Reconnecting… What you say or type is kept.</span>
          </div>
        )}
        {entries.length === 0 ? <Welcome talk={talk} /> : <Transcript entries={entries} phase={phase} />}
        <footer className="talk-dock">
          {connection === "unreachable" && <Lost onRetry={() => talk.retry()} />}
          <p className="notice" role="alert">
            {notice}
          </p>
          <TalkButton talk={talk} phase={phase} heldSince={heldSince} />
          <p className="talk-state" data-testid="talk-state" data-state={phase} role="status">
            {STATE[phase]}
            {phase === "idle" && (
              <span className="with-keyboard">
                , or hold <kbd>Space</kbd>
              </span>
            )}
          </p>
          <Composer onSend={(text) => talk.say(text)} />
        </footer>
      </div>
      {wide && (
        <aside className="talk-aside" aria-labelledby="aside-heading">
          <h2 id="aside-heading">Next seven days</h2>
          <ComingUp occasion={answered} />
        </aside>
      )}
    </div>
  );
}

function Welcome({ talk }: { talk: Talk }) {
  return (
    <div className="welcome" data-testid="transcript">
      <h2>What needs doing?</h2>
      <p>Hold the button and say it, or start with one of these.</p>
      <ul>
        {SUGGESTIONS.map((text) => (
          <li key={text}>
            <button type="button" onClick={() => talk.say(text)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lost({ onRetry }: { onRetry: () => void }) {
  return (
    <div className="lost" role="alert">
      <CloudOffIcon />
      <p>
        <strong>The assistant can't be reached.</strong> What you said or typed is kept and sent once it
        answers.
      </p>
      <button type="button" className="main-button" onClick={onRetry}>
        Retry
      </button>
    </div>
  );
}
