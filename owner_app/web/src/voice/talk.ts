/**
 * One conversation of the owner with the assistant: button, outbox, socket, player and the entries shown, joined.
 * The page reads `snapshot` and calls the verbs; the rules of each part live in that part's own file.
 */
import { api } from "../api";
import { afterFrame, type Entry, forgotten, interrupted, startedSpeaking, typed } from "./conversation";
import { Hold } from "./hold";
import { keep, kept } from "./keeping";
import { Outbox } from "./outbox";
import { type Phase, phaseOf } from "./phase";
import { Player } from "./player";
import type { FromServer } from "./protocol";
import { type Connection, VoiceSocket } from "./socket";

export type Snapshot = {
  phase: Phase;
  entries: Entry[];
  /** A sentence about what just went wrong, or null. */
  notice: string | null;
  connection: Connection;
  /** When the button went down (milliseconds of `performance.now`), or null. */
  heldSince: number | null;
  /** Grows by one with each turn that was answered. */
  answered: number;
};

type ErrorFrame = Extract<FromServer, { type: "error" }>;

const BUSY_WAIT_MS = 1_500;
const MISSED_WITHIN_MS = 1_000; // what was missed during a break comes right after `ready`
const SILENCE_LIMIT_MS = 45_000;

const ANSWER_LOST = "The connection broke during the answer. Say “repeat that” to hear it again.";
const NEW_CALL = "The earlier conversation was closed. This is a new one.";
const NO_HEARING = "The assistant can't hear right now. You can type instead.";

export class Talk {
  snapshot: Snapshot;
  private readonly listeners = new Set<() => void>();
  private readonly player = new Player(() => this.change());
  private readonly socket: VoiceSocket;
  private readonly outbox: Outbox;
  private readonly hold = new Hold({
    changed: () => this.change(),
    started: () => this.startedSpeaking(),
    audio: (pcm) => this.outbox.addAudio(pcm),
    finished: () => this.finishedSpeaking(),
    forgotten: () => this.forgotSpeaking(),
    notice: (notice) => this.change({ notice }),
  });
  private spokenTurn: number | null = null;
  private sounding = new Map<string, boolean>(); // what is spoken or will be, and whether it may be interrupted
  private doubtTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const { callId, entries } = kept();
    const events = {
      connection: (now: Connection) => this.connectionChanged(now),
      frame: (frame: FromServer) => this.frameArrived(frame),
      audio: (pcm: ArrayBuffer) => this.player.add(pcm),
      callLost: () => this.change({ entries: interrupted(this.snapshot.entries, NEW_CALL) }),
    };
    this.socket = new VoiceSocket(api.voiceToken, events, callId);
    const lastId = Math.max(0, ...entries.map((entry) => (entry.who === "caller" ? entry.id : 0)));
    this.outbox = new Outbox(this.socket, lastId);
    this.snapshot = {
      phase: "idle",
      entries,
      notice: null,
      connection: "idle",
      heldSince: null,
      answered: 0,
    };
  }

  /** The microphone's loudness, 0 to 1; read by the button, too quick for a snapshot. */
  get level(): number {
    return this.hold.level;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The button goes down. */
  press(): void {
    if (this.hold.isDown) return;
    this.player.unlock();
    this.hush();
    this.change({ notice: null });
    this.hold.press();
  }

  /** The button is let go on the button: what was said counts. */
  release(): void {
    this.hold.release();
  }

  /** The button is let go elsewhere, or Escape: what was said is forgotten. */
  cancel(): void {
    this.hold.cancel();
  }

  /** A typed turn; kept until it can be sent. */
  say(text: string): void {
    this.player.unlock();
    this.hush();
    const id = this.outbox.type(text);
    this.change({ notice: null, entries: typed(this.snapshot.entries, id, text) });
    this.socket.connect();
    this.watchSilence();
  }

  /** Tries the connection again. */
  retry(): void {
    this.socket.connect();
  }

  /** Goes on after the device was asleep or off the network. */
  wake(): void {
    const { connection } = this.snapshot;
    if (connection === "reconnecting" || connection === "unreachable") this.socket.connect();
  }

  /** The page may be gone in a moment: what a reload needs is put by. */
  putBy(): void {
    keep(this.socket.callId, this.snapshot.entries);
  }

  /** Ends the Call and gives back microphone and loudspeaker; the next turn opens a new Call. */
  leave(): void {
    clearTimeout(this.silenceTimer);
    this.hold.close();
    this.spokenTurn = null;
    this.socket.hangUp();
    this.outbox.clear();
    this.player.close();
    this.sounding.clear();
    this.change({ entries: [], notice: null });
  }

  private startedSpeaking(): void {
    this.spokenTurn = this.outbox.startSpeaking();
    this.socket.connect();
    this.change({ entries: startedSpeaking(this.snapshot.entries, this.spokenTurn) });
  }

  private finishedSpeaking(): void {
    this.spokenTurn = null;
    this.outbox.endSpeaking();
    this.watchSilence();
  }

  private forgotSpeaking(): void {
    if (this.spokenTurn === null) return;
    this.outbox.cancelSpeaking();
    this.change({ entries: forgotten(this.snapshot.entries, this.spokenTurn) });
    this.spokenTurn = null;
  }

  /** Stops what is being spoken, but for what must be heard out. */
  private hush(): void {
    const replies = [...this.sounding].filter(([, interruptible]) => interruptible).map(([id]) => id);
    for (const id of replies) this.sounding.delete(id);
    this.player.stop(replies);
  }

  private expectSound(id: string, interruptible: boolean): void {
    this.sounding.set(id, interruptible);
    this.player.expect(id);
  }

  private connectionChanged(connection: Connection): void {
    if (connection === "open") {
      this.outbox.connected();
      this.doubtTimer = setTimeout(() => this.settleDoubt(), MISSED_WITHIN_MS);
    } else {
      clearTimeout(this.doubtTimer);
      this.player.end();
      this.outbox.broken();
    }
    this.change({ connection });
  }

  private settleDoubt(): void {
    if (this.outbox.settleDoubt()) this.change({ notice: ANSWER_LOST });
    this.watchSilence();
  }

  private frameArrived(frame: FromServer): void {
    const turn = this.outbox.current;
    this.outbox.received(frame);
    this.change({ entries: afterFrame(this.snapshot.entries, frame, turn) });
    this.watchSilence();
    if (frame.type === "ready" && !frame.speech) this.change({ notice: NO_HEARING });
    else if (frame.type === "reply") this.expectSound(frame.id, frame.interruptible);
    else if (frame.type === "audio") this.player.begin(frame.id);
    else if (frame.type === "audio_end") this.player.end();
    else if (frame.type === "error") this.erred(frame, turn);
    else if (frame.type === "turn_end") this.change({ answered: this.snapshot.answered + 1 });
  }

  private erred({ code, message, id }: ErrorFrame, turn: number | null): void {
    if (code === "busy") {
      setTimeout(() => this.outbox.unblock(), BUSY_WAIT_MS);
      return;
    }
    if (id !== undefined) this.expectSound(id, true);
    if (turn !== null && turn === this.spokenTurn) {
      this.spokenTurn = null;
      this.hold.stop();
    }
    this.change({ notice: message });
  }

  /** A server that owes an answer and says nothing for long is taken for gone. */
  private watchSilence(): void {
    clearTimeout(this.silenceTimer);
    if (this.outbox.awaitsAnswer)
      this.silenceTimer = setTimeout(() => this.socket.reconnect(), SILENCE_LIMIT_MS);
  }

  private change(change: Partial<Snapshot> = {}): void {
    const next = { ...this.snapshot, ...change };
    const phase = phaseOf({
      holding: this.hold.isDown,
      microphoneOpen: this.hold.isRecording,
      connection: next.connection,
      pending: this.outbox.isBusy,
      audible: this.player.isAudible,
    });
    this.snapshot = { ...next, phase, heldSince: this.hold.since };
    for (const listener of this.listeners) listener();
  }
}
