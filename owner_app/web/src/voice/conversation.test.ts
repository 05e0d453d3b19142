import { expect, test } from "vitest";
import { afterFrame, forgotten, interrupted, startedSpeaking, typed } from "./conversation";

test("words appear while they are spoken and are then replaced by what was heard", () => {
  let entries = startedSpeaking([], 1);
  entries = afterFrame(entries, { type: "partial", text: "book john" }, 1);
  expect(entries).toMatchObject([{ text: "book john", live: true }]);
  entries = afterFrame(entries, { type: "heard", text: "book John Doe", confidence: 0.9 }, 1);
  expect(entries).toMatchObject([{ text: "book John Doe", live: false, unsure: false }]);
});

test("a turn heard with low confidence is marked", () => {
  const entries = afterFrame(startedSpeaking([], 1), { type: "heard", text: "hm", confidence: 0.49 }, 1);
  expect(entries).toMatchObject([{ unsure: true }]);
});

test("a typed turn is never marked", () => {
  const entries = afterFrame(typed([], 1, "yes"), { type: "heard", text: "yes" }, 1);
  expect(entries).toMatchObject([{ unsure: false, live: false }]);
});

test("a turn in which nothing was heard leaves no line", () => {
  const error = { type: "error", code: "no_speech", message: "I heard nothing." } as const;
  expect(afterFrame(startedSpeaking([], 1), error, 1)).toEqual([]);
});

test("a turn that has to wait keeps its line", () => {
  const busy = { type: "error", code: "busy", message: "One moment." } as const;
  expect(afterFrame(startedSpeaking([], 1), busy, 1)).toHaveLength(1);
});

test("a turn that was heard keeps its line when its answer fails", () => {
  const heard = afterFrame(startedSpeaking([], 1), { type: "heard", text: "yes" }, 1);
  const error = { type: "error", code: "assistant_unavailable", message: "Sorry." } as const;
  expect(afterFrame(heard, error, 1)).toHaveLength(1);
  expect(forgotten(heard, 1)).toHaveLength(1);
});

test("replies with an id that comes round again stay apart", () => {
  const reply = { type: "reply", id: "r1", text: "Hello.", interruptible: true } as const;
  const entries = afterFrame(afterFrame([], reply, null), reply, null);
  expect(new Set(entries.map((entry) => entry.id)).size).toBe(2);
});

test("a new call is told in a conversation and not in an empty one", () => {
  expect(interrupted([], "New.")).toEqual([]);
  expect(interrupted(typed([], 1, "yes"), "New.")).toHaveLength(2);
});

test("a turn that was said before the page was loaded again gets its line", () => {
  const entries = afterFrame([], { type: "heard", text: "yes" }, null);
  expect(entries).toMatchObject([{ who: "caller", text: "yes", live: false }]);
});
