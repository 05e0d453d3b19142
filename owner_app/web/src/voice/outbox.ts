/**
 * The owner's turns on their way to the server, one at a time, typed and spoken alike. A turn stays here until the
 * server has answered it, and is sent again where the socket broke before it was heard. No sound, no socket: it is
 * given a `Wire`.
 *
 * After a break the server tells what the app missed. A turn that was all sent before the break is in doubt until then:
 * `settleDoubt`, called a moment later, sends it again only where the server has shown no sign of knowing it.
 */
import type { FromServer, ToServer } from "./protocol";

export type Wire = { send(frame: ToServer): void; sendAudio(pcm: ArrayBuffer): void };

type Progress = { id: number; heard: boolean; replied: boolean; inDoubt: boolean };
type Typed = Progress & { kind: "typed"; text: string; sent: boolean };
type Spoken = Progress & {
  kind: "spoken";
  frames: ArrayBuffer[];
  framesSent: number;
  begun: boolean;
  over: boolean;
  overSent: boolean;
};
type Turn = Typed | Spoken;

const ALL_SENT = { typed: { sent: true }, spoken: { begun: true, overSent: true } };

export class Outbox {
  private turns: Turn[] = [];
  private connectedNow = false;
  private blocked = false; // the server is still at an earlier turn

  constructor(
    private readonly wire: Wire,
    private lastId = 0,
  ) {}

  /** The id of the turn that the server is at, or null. */
  get current(): number | null {
    const first = this.turns[0];
    return first !== undefined && isUnderWay(first) ? first.id : null;
  }

  /** True while a turn is to be sent or answered. */
  get isBusy(): boolean {
    return this.turns.length > 0 || this.blocked;
  }

  /** True while the server owes an answer. */
  get awaitsAnswer(): boolean {
    const first = this.turns[0];
    return this.blocked || (first !== undefined && isAllSent(first));
  }

  /** Adds a typed turn and returns its id. */
  type(text: string): number {
    this.interrupt();
    return this.add({ kind: "typed", ...this.fresh(), text, sent: false });
  }

  /** Begins a spoken turn and returns its id; `addAudio` and `endSpeaking` go on with it. */
  startSpeaking(): number {
    this.interrupt();
    const progress = { frames: [], framesSent: 0, begun: false, over: false, overSent: false };
    return this.add({ kind: "spoken", ...this.fresh(), ...progress });
  }

  addAudio(pcm: ArrayBuffer): void {
    this.recording()?.frames.push(pcm);
    this.pump();
  }

  endSpeaking(): void {
    const turn = this.recording();
    if (turn) turn.over = true;
    this.pump();
  }

  cancelSpeaking(): void {
    const turn = this.recording();
    if (!turn) return;
    this.turns = this.turns.filter((each) => each !== turn);
    if (turn.begun) this.wire.send({ type: "talk_cancel" });
    this.pump();
  }

  /** The socket can carry turns (again). */
  connected(): void {
    this.connectedNow = true;
    this.unblock();
  }

  /** The socket is gone. */
  broken(): void {
    this.connectedNow = this.blocked = false;
    const first = this.turns[0];
    if (first === undefined) return;
    if (isAllSent(first)) first.inDoubt = true;
    else rewind(first);
  }

  /** Decides about a turn that is still in doubt. Returns true where it was heard and its answer is lost. */
  settleDoubt(): boolean {
    const first = this.turns[0];
    if (first === undefined || !first.inDoubt || !this.connectedNow) return false;
    if (first.heard) this.turns.shift();
    else rewind(first);
    this.pump();
    return first.heard;
  }

  /** Takes note of what the server says about the turn under way. */
  received(frame: FromServer): void {
    const first = this.turns[0];
    const current = first !== undefined && isUnderWay(first) ? first : undefined;
    if (frame.type === "turn_end") this.turnEnded(current);
    else if (frame.type === "error" && frame.code === "busy") this.postpone(current);
    else if (frame.type === "thinking" && !current) this.blocked = true;
    else if (current && frame.type !== "ready") this.progressed(current, frame);
  }

  /** Sends what was postponed. */
  unblock(): void {
    this.blocked = false;
    this.pump();
  }

  clear(): void {
    this.turns = [];
    this.blocked = false;
  }

  /** The owner goes on while the last answer is being given: it need not be waited for. */
  private interrupt(): void {
    if (this.turns[0]?.replied) this.turns.shift();
  }

  private turnEnded(current: Turn | undefined): void {
    if (current?.heard) this.turns.shift();
    this.unblock();
  }

  private progressed(current: Turn, frame: FromServer): void {
    current.inDoubt = false;
    if (frame.type === "error") this.refused(current);
    else if (frame.type === "heard" || frame.type === "thinking") current.heard = true;
    else if (frame.type === "reply" && current.heard) current.replied = true;
  }

  /** The server is at another turn; at this very one where it was in doubt. */
  private postpone(current: Turn | undefined): void {
    if (current?.kind === "spoken") this.wire.send({ type: "talk_cancel" });
    if (current?.inDoubt) Object.assign(current, { inDoubt: false, ...ALL_SENT[current.kind] });
    else {
      if (current) rewind(current);
      this.blocked = true;
    }
  }

  /** The server ends the turn with an error, perhaps in the middle of the words: the button is up for it then. */
  private refused(current: Turn): void {
    current.heard = true;
    if (current.kind === "spoken" && !current.overSent) {
      current.over = current.overSent = true;
      this.wire.send({ type: "talk_end" });
    }
  }

  private fresh(): Progress {
    this.lastId += 1;
    return { id: this.lastId, heard: false, replied: false, inDoubt: false };
  }

  private add(turn: Turn): number {
    this.turns.push(turn);
    this.pump();
    return turn.id;
  }

  private recording(): Spoken | undefined {
    const last = this.turns.at(-1);
    return last?.kind === "spoken" && !last.over ? last : undefined;
  }

  private pump(): void {
    const first = this.turns[0];
    if (!this.connectedNow || this.blocked || first === undefined) return;
    if (first.kind === "typed") this.sendTyped(first);
    else if (!first.overSent) this.sendSpoken(first);
  }

  private sendTyped(turn: Typed): void {
    if (turn.sent) return;
    turn.sent = true;
    this.wire.send({ type: "text", text: turn.text });
  }

  private sendSpoken(turn: Spoken): void {
    if (!turn.begun) this.wire.send({ type: "talk" });
    turn.begun = true;
    for (const pcm of turn.frames.slice(turn.framesSent)) this.wire.sendAudio(pcm);
    turn.framesSent = turn.frames.length;
    if (!turn.over) return;
    turn.overSent = true;
    this.wire.send({ type: "talk_end" });
  }
}

function isUnderWay(turn: Turn): boolean {
  return turn.kind === "typed" ? turn.sent : turn.begun;
}

function isAllSent(turn: Turn): boolean {
  return turn.kind === "typed" ? turn.sent : turn.overSent;
}

function rewind(turn: Turn): void {
  turn.heard = false;
  if (turn.kind === "typed") turn.sent = false;
  else Object.assign(turn, { framesSent: 0, begun: false, overSent: false });
}
