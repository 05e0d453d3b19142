/** Shown where the app opens and its server does not answer. */
import { CloudOffIcon } from "./icons";

export function Unreachable({ sentence, onRetry }: { sentence: string; onRetry: () => void }) {
  return (
    <main className="unreachable">
      <CloudOffIcon />
      <h1>Plumbline isn't answering</h1>
      <p>{sentence}</p>
      <button type="button" className="main-button" onClick={onRetry}>
        Try again
      </button>
    </main>
  );
}
