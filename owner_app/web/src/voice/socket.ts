/**
 * One Call's socket: token, hello, ready; after a break it comes back with the same call id, with growing waits.
 * It knows nothing of turns (outbox.ts) nor of sound.
 */
import { ApiError, type VoiceToken } from "../api";
import { type FromServer, readFrame, type ToServer } from "./protocol";

/** `idle`: nobody has asked for a Call yet. `unreachable`: it gave up; `connect` tries again. */
export type Connection = "idle" | "connecting" | "open" | "reconnecting" | "unreachable";

export type SocketEvents = {
  connection(now: Connection): void;
  frame(frame: FromServer): void;
  audio(pcm: ArrayBuffer): void;
  /** The server had closed the Call meanwhile: what follows is a new one. */
  callLost(): void;
};

const READY_WITHIN_MS = 8_000;
const WAITS_MS = [300, 1_000, 2_000, 4_000, 8_000, 8_000];
const TRIES_BEFORE_FIRST_READY = 3;
const WRONG_TOKEN = 4401;

export class VoiceSocket {
  connection: Connection = "idle";
  callId: string | null;
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0; // a number for each try, so that late answers of an old one are told apart
  private failures = 0;
  private wasReady = false;
  private refused = false; // the last token of this Call was
  private renewed = false; // a new Call was begun since the last ready; it is not done twice in a row

  constructor(
    private readonly askToken: (callId: string | null) => Promise<VoiceToken>,
    private readonly events: SocketEvents,
    callId: string | null = null,
    private readonly open: (url: string) => WebSocket = (url) => new WebSocket(url),
  ) {
    this.callId = callId;
  }

  /** Makes the connection where there is none; a wait between two tries is cut short. */
  connect(): void {
    if (this.connection === "open" || this.connection === "connecting") return;
    if (this.connection === "reconnecting" && this.socket !== null) return;
    this.failures = 0;
    this.tell(this.wasReady ? "reconnecting" : "connecting");
    void this.try();
  }

  /** Drops a connection that seems dead and makes a new one for the same Call. */
  reconnect(): void {
    if (this.connection === "idle") return;
    this.drop();
    this.failed();
  }

  send(frame: ToServer): void {
    this.socket?.send(JSON.stringify(frame));
  }

  sendAudio(pcm: ArrayBuffer): void {
    this.socket?.send(pcm);
  }

  /** Ends the Call; the next `connect` opens a new one. */
  hangUp(): void {
    if (this.connection === "open") this.send({ type: "bye" });
    this.drop();
    this.callId = null;
    this.wasReady = false;
    this.tell("idle");
  }

  private async try(): Promise<void> {
    clearTimeout(this.timer);
    const attempt = ++this.attempt;
    let token: VoiceToken;
    try {
      token = await this.askToken(this.callId);
    } catch (error) {
      if (attempt === this.attempt) this.tokenRefused(error);
      return;
    }
    if (attempt === this.attempt) this.dial(token, attempt);
  }

  private tokenRefused(error: unknown): void {
    if (error instanceof ApiError && error.code === "not_logged_in") {
      this.drop();
      this.tell("idle");
    } else {
      this.failed();
    }
  }

  private dial({ token, url, call_id }: VoiceToken, attempt: number): void {
    const socket = this.open(url);
    this.callId = call_id;
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    this.timer = setTimeout(() => this.reconnect(), READY_WITHIN_MS);
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", token, speak: true }));
    socket.onmessage = ({ data }) => attempt === this.attempt && this.received(data);
    socket.onclose = ({ code }) => attempt === this.attempt && this.closed(code);
  }

  private received(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      this.events.audio(data);
      return;
    }
    const frame = readFrame(data);
    if (frame === null) return;
    if (frame.type === "ready") this.isReady(frame.call_id);
    this.events.frame(frame);
  }

  private isReady(callId: string): void {
    clearTimeout(this.timer);
    this.failures = 0;
    this.wasReady = true;
    this.refused = false;
    this.renewed = false;
    this.callId = callId;
    this.tell("open");
  }

  private closed(code: number): void {
    this.drop();
    if (code === WRONG_TOKEN) {
      // Once may be a token that came too late; twice on one Call means that it is over.
      if (this.refused && !this.renewed) this.forgetCall();
      else this.refused = true;
    }
    this.failed();
  }

  private forgetCall(): void {
    this.callId = null;
    this.wasReady = false;
    this.refused = false;
    this.renewed = true;
    this.failures = 0;
    this.events.callLost();
  }

  private failed(): void {
    const wait = this.failures < this.triesLeft() ? WAITS_MS[this.failures] : undefined;
    this.failures += 1;
    if (wait === undefined) {
      this.tell("unreachable");
    } else {
      this.tell(this.wasReady ? "reconnecting" : "connecting");
      this.timer = setTimeout(() => void this.try(), wait);
    }
  }

  private triesLeft(): number {
    return this.wasReady ? WAITS_MS.length : TRIES_BEFORE_FIRST_READY - 1;
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.attempt += 1;
    this.socket?.close();
    this.socket = null;
  }

  private tell(connection: Connection): void {
    if (connection === this.connection) return;
    this.connection = connection;
    this.events.connection(connection);
  }
}
