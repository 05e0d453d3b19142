/** What a reload of the page must not lose: the Call's id and its words, in this tab only and for two minutes. */
import type { Entry } from "./conversation";

type Kept = { callId: string | null; entries: Entry[] };

const KEY = "plumbline.call";
const KEPT_MS = 110_000; // the server closes a Call after two minutes without its socket

/** Puts by a Call that is under way; forgets what was put by where there is none. */
export function keep(callId: string | null, entries: Entry[]): void {
  if (callId === null) {
    sessionStorage.removeItem(KEY);
    return;
  }
  const said = entries.filter((entry) => entry.who !== "caller" || !entry.live);
  sessionStorage.setItem(KEY, JSON.stringify({ callId, entries: said, at: Date.now() }));
}

/** The Call put by less than two minutes ago, or none. */
export function kept(): Kept {
  const stored = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as (Kept & { at: number }) | null;
  const fresh = stored !== null && Date.now() - stored.at < KEPT_MS;
  return fresh ? { callId: stored.callId, entries: stored.entries } : { callId: null, entries: [] };
}
