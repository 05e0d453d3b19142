/** The frames of the voice socket, as docs/owner-app-protocol.md has them. No behaviour but reading one. */

export const INPUT_HZ = 16_000;
export const OUTPUT_HZ = 24_000;

export type ToServer =
  | { type: "hello"; token: string; speak: boolean }
  | { type: "talk" }
  | { type: "talk_end" }
  | { type: "talk_cancel" }
  | { type: "text"; text: string }
  | { type: "bye" };

export type FromServer =
  | { type: "ready"; call_id: string; resumed: boolean; speech: boolean }
  | { type: "partial"; text: string }
  | { type: "heard"; text: string; confidence?: number }
  | { type: "thinking" }
  | { type: "reply"; id: string; text: string; interruptible: boolean }
  | { type: "audio"; id: string }
  | { type: "audio_end"; id: string; complete: boolean }
  | { type: "turn_end" }
  | { type: "error"; code: string; message: string; id?: string };

const TYPES = new Set([
  "ready",
  "partial",
  "heard",
  "thinking",
  "reply",
  "audio",
  "audio_end",
  "turn_end",
  "error",
]);

/** The frame in `data`, or null where it is none that this app knows (a newer server may say more). */
export function readFrame(data: string): FromServer | null {
  try {
    const frame = JSON.parse(data) as { type?: unknown } | null;
    return typeof frame?.type === "string" && TYPES.has(frame.type) ? (frame as FromServer) : null;
  } catch {
    return null;
  }
}
