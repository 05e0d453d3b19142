/** Sentences of the Calendar page. Pure. */
import type { CalendarState, ConflictKind } from "./api";

/** How coming back from Google's page ended, as the API names it (docs/owner-app-protocol.md). */
const OUTCOMES: Record<string, string> = {
  connected: "Google Calendar is connected. Choose below whose visits go where.",
  refused: "Nothing was connected: Google was not allowed everything that Plumbline needs.",
  stale: "That attempt took too long or was used before. Please connect again.",
  not_set_up:
    "Google doesn't accept this installation's client ID, secret or address. See docs/google-calendar.md.",
  unavailable: "Google didn't answer. Please connect again in a moment.",
  failed: "That didn't work. Please connect again.",
};

const CONFLICTS: Record<ConflictKind, string> = {
  busy_over_visit: "Something else is in the calendar at the time of this visit. Move one of the two.",
  moved_by_hand:
    "This visit was dragged to a time that is taken. In Plumbline it stays where it was: move it here, or drag it back.",
  removed_by_hand:
    "This visit was deleted from the calendar. In Plumbline it still stands: cancel it here if it is off.",
  pending_taken:
    "This visit waits to be confirmed, and something else is in the calendar by now. Move it, or make room.",
};

/** The sentence for `?outcome=`, or null where the page was not come to from Google. */
export function outcomeSentence(search: string): { good: boolean; sentence: string } | null {
  const outcome = new URLSearchParams(search).get("outcome");
  if (outcome === null) return null;
  return { good: outcome === "connected", sentence: OUTCOMES[outcome] ?? (OUTCOMES.failed as string) };
}

export function conflictSentence(kind: ConflictKind): string {
  return CONFLICTS[kind];
}

/** What the calendar is, in so many words. */
export function whatItIs(state: CalendarState): { title: string; sentence: string } {
  if (state.account?.revoked) {
    return {
      title: "Google lets Plumbline in no more",
      sentence:
        "Visits are still booked and kept in Plumbline's own book. They wait to be confirmed where a linked calendar can't be read.",
    };
  }
  const linked = state.technicians.some((each) => each.calendar_id !== null);
  if (state.account !== null && linked) {
    return {
      title: "Your calendar is kept in Plumbline and in Google",
      sentence:
        "Plumbline's own book decides. Confirmed visits appear in Google Calendar, and what else is there is never booked over.",
    };
  }
  const inside = "Every visit is in Plumbline. Nothing is read from or written to a calendar elsewhere.";
  return {
    title: "Your calendar is kept in Plumbline's own book",
    sentence: state.account === null ? inside : `${inside} Choose a calendar below to change that.`,
  };
}
