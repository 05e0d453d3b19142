import { expect, test } from "vitest";
import { phaseOf } from "./phase";

const quiet = {
  holding: false,
  microphoneOpen: false,
  connection: "open",
  pending: false,
  audible: false,
} as const;

test.each([
  ["idle", {}],
  ["idle", { connection: "idle" }],
  ["connecting", { holding: true }],
  ["listening", { holding: true, microphoneOpen: true, connection: "connecting", audible: true }],
  ["thinking", { pending: true }],
  ["speaking", { pending: true, audible: true }],
  ["connecting", { connection: "connecting", pending: true }],
  ["connecting", { connection: "reconnecting" }],
  ["offline", { connection: "unreachable", pending: true }],
] as const)("the page is %s when %o", (phase, situation) => {
  expect(phaseOf({ ...quiet, ...situation })).toBe(phase);
});
