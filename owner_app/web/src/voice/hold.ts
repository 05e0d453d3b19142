/** The held button: when recording starts and ends, and what a slip or a missing microphone means. Knows no socket. */
import { Microphone, MicrophoneError } from "./microphone";

export type HoldEvents = {
  /** Something that the page shows has changed. */
  changed(): void;
  started(): void;
  audio(pcm: ArrayBuffer): void;
  /** The words are complete. */
  finished(): void;
  /** The words don't count. */
  forgotten(): void;
  /** A sentence for the owner. */
  notice(sentence: string): void;
};

export const LONGEST_HOLD_MS = 55_000;
const SHORTEST_HOLD_MS = 250;
const TAIL_MS = 200; // the last syllable often comes after the thumb

const TAP = "Hold the button for as long as you talk, then let go.";
const READY = "The microphone is ready. Hold the button and talk.";

export class Hold {
  isDown = false;
  /** From the first frame to the last, the moment after the release included. */
  isRecording = false;
  /** When recording began while the button is down (milliseconds of `performance.now`), else null. */
  since: number | null = null;
  /** The microphone's loudness, 0 to 1. */
  level = 0;
  private readonly microphone = new Microphone(
    (pcm, level) => this.frame(pcm, level),
    (error) => this.lost(error),
  );
  private limitTimer: ReturnType<typeof setTimeout> | undefined;
  private tailTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: HoldEvents) {}

  press(): void {
    if (this.isDown) return;
    this.finish();
    this.isDown = true;
    const isWarm = this.microphone.isOpen;
    void this.openMicrophone(isWarm);
    if (isWarm) this.start();
    else this.events.changed();
  }

  /** Let go on the button: what was said counts. */
  release(): void {
    if (!this.isDown) return;
    if (this.since !== null && performance.now() - this.since < SHORTEST_HOLD_MS) {
      this.cancel();
      this.events.notice(TAP);
      return;
    }
    this.up();
    if (this.isRecording) this.tailTimer = setTimeout(() => this.finish(), TAIL_MS);
    this.events.changed();
  }

  /** Let go elsewhere, or Escape: what was said is forgotten. */
  cancel(): void {
    if (!this.isDown) return;
    this.up();
    if (this.isRecording) this.events.forgotten();
    this.isRecording = false;
    this.events.changed();
  }

  /** The server has heard enough: recording ends, whatever the thumb does. */
  stop(): void {
    clearTimeout(this.tailTimer);
    this.up();
    this.isRecording = false;
    this.events.changed();
  }

  close(): void {
    this.stop();
    this.microphone.close();
  }

  private async openMicrophone(isWarm: boolean): Promise<void> {
    try {
      await this.microphone.open();
    } catch (error) {
      this.cancel();
      this.events.notice(
        error instanceof MicrophoneError ? error.message : new MicrophoneError("unsupported").message,
      );
      return;
    }
    if (isWarm) return;
    if (this.isDown) this.start();
    else {
      this.microphone.rest();
      this.events.notice(READY);
    }
  }

  private start(): void {
    this.isRecording = true;
    this.since = performance.now();
    this.limitTimer = setTimeout(() => this.release(), LONGEST_HOLD_MS);
    this.events.started();
    for (const pcm of this.microphone.takeRecent()) this.events.audio(pcm);
    this.events.changed();
  }

  private up(): void {
    clearTimeout(this.limitTimer);
    this.isDown = false;
    this.since = null;
    this.level = 0;
    this.microphone.rest();
  }

  private finish(): void {
    clearTimeout(this.tailTimer);
    if (!this.isRecording || this.isDown) return;
    this.isRecording = false;
    this.events.finished();
    this.events.changed();
  }

  private frame(pcm: ArrayBuffer, level: number): void {
    if (!this.isRecording) return;
    this.level = this.isDown ? level : 0;
    this.events.audio(pcm);
  }

  private lost(error: MicrophoneError): void {
    this.cancel();
    this.events.notice(error.message);
  }
}
