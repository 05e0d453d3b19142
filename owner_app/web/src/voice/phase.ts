/** Which one state the Talk page shows. Pure. */
import type { Connection } from "./socket";

export type Phase = "idle" | "connecting" | "listening" | "thinking" | "speaking" | "offline";

export type Situation = {
  holding: boolean;
  microphoneOpen: boolean;
  connection: Connection;
  /** Turns wait to be sent or answered. */
  pending: boolean;
  audible: boolean;
};

export function phaseOf({ holding, microphoneOpen, connection, pending, audible }: Situation): Phase {
  if (holding) return microphoneOpen ? "listening" : "connecting";
  if (connection === "unreachable") return "offline";
  if (audible) return "speaking";
  if (connection === "reconnecting") return "connecting";
  if (connection === "connecting") return pending ? "connecting" : "idle";
  return pending ? "thinking" : "idle";
}
