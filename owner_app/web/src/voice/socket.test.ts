import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../api";
import type { FromServer } from "./protocol";
import { type Connection, VoiceSocket } from "./socket";

/** A WebSocket of these tests only: it connects to nothing. */
class FakeWebSocket {
  sent: string[] = [];
  isClosed = false;
  onopen = () => {};
  onmessage = (_event: { data: string }) => {};
  onclose = (_event: { code: number }) => {};

  send(data: string) {
    this.sent.push(data);
  }
  close() {
    this.isClosed = true;
  }
  accept(callId = "call-1") {
    this.onopen();
    this.onmessage({
      data: JSON.stringify({ type: "ready", call_id: callId, resumed: false, speech: true }),
    });
  }
  drop(code = 1006) {
    this.onclose({ code });
  }
}

let dialled: FakeWebSocket[];
let asked: (string | null)[];
let refuse: (() => Error) | null;
let states: Connection[];
let frames: FromServer[];
let callsLost: number;
let socket: VoiceSocket;

const last = () => dialled.at(-1) as FakeWebSocket;
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  [dialled, asked, states, frames, callsLost, refuse] = [[], [], [], [], 0, null];
  socket = new VoiceSocket(
    async (callId) => {
      asked.push(callId);
      if (refuse) throw refuse();
      return { token: "a-token", url: "ws://here", call_id: callId ?? "call-1" };
    },
    {
      connection: (now) => states.push(now),
      frame: (frame) => frames.push(frame),
      audio: () => {},
      callLost: () => {
        callsLost += 1;
      },
    },
    null,
    () => {
      dialled.push(new FakeWebSocket());
      return last() as unknown as WebSocket;
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
});

async function connected() {
  socket.connect();
  await settle();
  last().accept();
}

test("the token goes in the first frame and not in the address", async () => {
  await connected();
  expect(JSON.parse(last().sent[0] as string)).toEqual({ type: "hello", token: "a-token", speak: true });
  expect(states).toEqual(["connecting", "open"]);
});

test("a broken socket comes back with the same call", async () => {
  await connected();
  last().drop();
  expect(socket.connection).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(300);
  last().accept();
  expect(asked).toEqual([null, "call-1"]);
  expect(socket.connection).toBe("open");
});

test("waits grow, and in the end it gives up and says so", async () => {
  await connected();
  refuse = () => new ApiError("unreachable", "");
  last().drop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(7);
  expect(socket.connection).toBe("unreachable");
});

test("a server that was never there is given up soon", async () => {
  refuse = () => new ApiError("unreachable", "");
  socket.connect();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(states).toEqual(["connecting", "unreachable"]);
});

test("after it gave up it can be asked to try again", async () => {
  refuse = () => new ApiError("unreachable", "");
  socket.connect();
  await vi.advanceTimersByTimeAsync(3_000);
  refuse = null;
  await connected();
  expect(socket.connection).toBe("open");
});

test("a server that takes the socket and never says ready is left", async () => {
  socket.connect();
  await settle();
  const silent = last();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(silent.isClosed).toBe(true);
});

test("a lost login ends the tries", async () => {
  refuse = () => new ApiError("not_logged_in", "", 401);
  socket.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
  expect(socket.connection).toBe("idle");
});

test("a call whose tokens are refused twice is over: a new one is opened, and told", async () => {
  await connected();
  last().drop();
  await vi.advanceTimersByTimeAsync(300);
  last().drop(4401);
  await vi.advanceTimersByTimeAsync(1_000);
  last().drop(4401);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(callsLost).toBe(1);
  expect(asked.at(-1)).toBeNull();
});

test("a server that takes no token at all is given up", async () => {
  socket.connect();
  for (let i = 0; i < 20; i += 1) {
    await vi.advanceTimersByTimeAsync(8_000);
    if (!last().isClosed) last().drop(4401);
  }
  expect(socket.connection).toBe("unreachable");
});

test("what an old socket still says is not listened to", async () => {
  await connected();
  const old = last();
  socket.reconnect();
  old.onmessage({ data: '{"type":"thinking"}' });
  expect(frames.map((frame) => frame.type)).toEqual(["ready"]);
});

test("frames of a kind that it doesn't know are passed over", async () => {
  await connected();
  last().onmessage({ data: '{"type":"new_thing"}' });
  last().onmessage({ data: "not json" });
  expect(frames.map((frame) => frame.type)).toEqual(["ready"]);
});

test("hanging up says goodbye and the next connection is a new call", async () => {
  await connected();
  const first = last();
  socket.hangUp();
  expect(first.sent.at(-1)).toBe('{"type":"bye"}');
  await connected();
  expect(asked).toEqual([null, null]);
});
