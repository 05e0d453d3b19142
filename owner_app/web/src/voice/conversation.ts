/** What was said by both sides, as the Talk page shows it. Pure: every function returns a new list. */
import type { FromServer } from "./protocol";

/** `live`: the words are still coming. `unsure`: the recogniser was not. */
export type CallerTurn = { who: "caller"; id: number; text: string; live: boolean; unsure: boolean };
export type AssistantTurn = { who: "assistant"; id: string; text: string };
export type Break = { who: "break"; id: string; text: string };
export type Entry = CallerTurn | AssistantTurn | Break;

const UNSURE_BELOW = 0.5;

export function typed(entries: Entry[], id: number, text: string): Entry[] {
  return [...entries, { who: "caller", id, text, live: false, unsure: false }];
}

export function startedSpeaking(entries: Entry[], id: number): Entry[] {
  return [...entries, { who: "caller", id, text: "", live: true, unsure: false }];
}

/** Without the words of a turn that came to nothing. */
export function forgotten(entries: Entry[], id: number): Entry[] {
  return entries.filter((entry) => !(entry.who === "caller" && entry.id === id && entry.live));
}

export function interrupted(entries: Entry[], text: string): Entry[] {
  return entries.length === 0 ? entries : [...entries, { who: "break", id: `break-${entries.length}`, text }];
}

/** The list after a frame; `turn` is the id of the caller's turn that the server is at. */
export function afterFrame(entries: Entry[], frame: FromServer, turn: number | null): Entry[] {
  switch (frame.type) {
    case "partial":
      return changed(entries, turn, { text: frame.text });
    case "heard":
      return withHeard(entries, turn, {
        text: frame.text,
        live: false,
        unsure: frame.confidence !== undefined && frame.confidence < UNSURE_BELOW,
      });
    case "reply":
      return [...entries, { who: "assistant", id: `reply-${entries.length}`, text: frame.text }];
    case "error":
      return turn === null || frame.code === "busy" ? entries : forgotten(entries, turn);
    default:
      return entries;
  }
}

/** A turn that this page knows nothing of (it was said before a reload) gets a line of its own. */
function withHeard(entries: Entry[], turn: number | null, words: Omit<CallerTurn, "who" | "id">): Entry[] {
  if (turn !== null) return changed(entries, turn, words);
  return [...entries, { who: "caller", id: -1 - entries.length, ...words }];
}

function changed(entries: Entry[], turn: number | null, change: Partial<CallerTurn>): Entry[] {
  return entries.map((entry) =>
    entry.who === "caller" && entry.id === turn ? { ...entry, ...change } : entry,
  );
}
