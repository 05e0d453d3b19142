import { beforeEach, expect, test } from "vitest";
import { Outbox } from "./outbox";
import type { FromServer, ToServer } from "./protocol";

let sent: string[];
let outbox: Outbox;

const frameOf = (first: number) => new Uint8Array([first, 0]).buffer;
const says = (...frames: FromServer[]) => {
  for (const frame of frames) outbox.received(frame);
};
const heard: FromServer = { type: "heard", text: "yes" };
const reply: FromServer = { type: "reply", id: "r1", text: "Booked.", interruptible: true };
const turnEnd: FromServer = { type: "turn_end" };
const error = (code: string): FromServer => ({ type: "error", code, message: "Sorry." });

beforeEach(() => {
  sent = [];
  outbox = new Outbox({
    send: (frame: ToServer) => sent.push(frame.type === "text" ? `text ${frame.text}` : frame.type),
    sendAudio: (pcm) => sent.push(`audio ${new Uint8Array(pcm)[0]}`),
  });
});

test("what is typed while away is sent when the socket is there", () => {
  outbox.type("yes");
  expect(sent).toEqual([]);
  outbox.connected();
  expect(sent).toEqual(["text yes"]);
});

test("what is said before the socket is there is sent from its first frame", () => {
  outbox.startSpeaking();
  outbox.addAudio(frameOf(1));
  outbox.connected();
  outbox.addAudio(frameOf(2));
  outbox.endSpeaking();
  expect(sent).toEqual(["talk", "audio 1", "audio 2", "talk_end"]);
});

test("the second turn waits for the end of the first", () => {
  outbox.connected();
  outbox.type("one");
  outbox.type("two");
  says(heard);
  expect(sent).toEqual(["text one"]);
  says(turnEnd);
  expect(sent).toEqual(["text one", "text two"]);
});

test("a turn said into an answer is sent at once", () => {
  outbox.connected();
  outbox.type("one");
  says(heard, { type: "thinking" }, reply);
  outbox.startSpeaking();
  expect(sent).toEqual(["text one", "talk"]);
});

test("the late end of an interrupted answer does not end the turn that interrupted it", () => {
  outbox.connected();
  outbox.type("one");
  says(heard, reply);
  const second = outbox.type("two");
  says(turnEnd);
  expect(outbox.current).toBe(second);
});

function spokenThenBroken() {
  outbox.connected();
  outbox.startSpeaking();
  outbox.addAudio(frameOf(1));
  outbox.endSpeaking();
  outbox.broken();
  sent = [];
  outbox.connected();
}

test("a turn that broke off in the middle is sent again from its first frame", () => {
  outbox.connected();
  outbox.startSpeaking();
  outbox.addAudio(frameOf(1));
  outbox.broken();
  outbox.addAudio(frameOf(2));
  sent = [];
  outbox.connected();
  outbox.endSpeaking();
  expect(sent).toEqual(["talk", "audio 1", "audio 2", "talk_end"]);
});

test("a turn that the server never got is sent again", () => {
  spokenThenBroken();
  expect(sent).toEqual([]);
  expect(outbox.settleDoubt()).toBe(false);
  expect(sent).toEqual(["talk", "audio 1", "talk_end"]);
});

test("a turn that was heard and answered during the break is not sent twice", () => {
  spokenThenBroken();
  says(heard, reply, turnEnd);
  expect(outbox.settleDoubt()).toBe(false);
  expect(sent).toEqual([]);
  expect(outbox.isBusy).toBe(false);
});

test("a turn that the server is still making out is not sent twice", () => {
  spokenThenBroken();
  outbox.settleDoubt();
  says(error("busy"));
  expect(sent).toEqual(["talk", "audio 1", "talk_end", "talk_cancel"]);
  says(heard, { type: "thinking" }, reply, turnEnd);
  expect(sent).toHaveLength(4);
  expect(outbox.isBusy).toBe(false);
});

test("an answer that went into the broken socket is given up, and told", () => {
  outbox.connected();
  outbox.type("yes");
  says(heard);
  outbox.broken();
  sent = [];
  outbox.connected();
  expect(outbox.settleDoubt()).toBe(true);
  expect(sent).toEqual([]);
  expect(outbox.isBusy).toBe(false);
});

test("a server that is still at an earlier turn gets the next one when that is done", () => {
  outbox.connected();
  outbox.startSpeaking();
  outbox.addAudio(frameOf(1));
  says(error("busy"));
  outbox.addAudio(frameOf(2));
  expect(sent).toEqual(["talk", "audio 1", "talk_cancel"]);
  sent = [];
  says(turnEnd);
  outbox.endSpeaking();
  expect(sent).toEqual(["talk", "audio 1", "audio 2", "talk_end"]);
});

test("an answer that is still being made after a break is waited for", () => {
  outbox.connected();
  says({ type: "thinking" });
  outbox.type("next");
  expect(outbox.awaitsAnswer).toBe(true);
  expect(sent).toEqual([]);
  says(turnEnd);
  expect(sent).toEqual(["text next"]);
});

test("an error in the middle of the words lets the button up for the server", () => {
  outbox.connected();
  outbox.startSpeaking();
  says(error("too_long"));
  outbox.addAudio(frameOf(1));
  outbox.endSpeaking();
  says(turnEnd);
  expect(sent).toEqual(["talk", "talk_end"]);
  expect(outbox.isBusy).toBe(false);
});

test("words that are forgotten leave nothing behind", () => {
  outbox.connected();
  outbox.startSpeaking();
  outbox.cancelSpeaking();
  outbox.type("yes");
  expect(sent).toEqual(["talk", "talk_cancel", "text yes"]);
});

test("words that are forgotten before they could be sent are never sent", () => {
  outbox.startSpeaking();
  outbox.addAudio(frameOf(1));
  outbox.cancelSpeaking();
  outbox.connected();
  expect(sent).toEqual([]);
});
