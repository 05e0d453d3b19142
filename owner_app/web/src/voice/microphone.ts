/** The microphone as frames of 16 kHz PCM16. Kept open for a while after use, so that no first syllable is lost. */
import captureUrl from "./capture.worklet.ts?worker&url";
import { INPUT_HZ } from "./protocol";

export type MicrophoneProblem = "insecure" | "unsupported" | "refused" | "missing" | "taken" | "lost";

/** The microphone can't be used; the message says what the owner can do about it. */
export class MicrophoneError extends Error {
  constructor(readonly problem: MicrophoneProblem) {
    super(SENTENCES[problem]);
    this.name = "MicrophoneError";
  }
}

const SENTENCES: Record<MicrophoneProblem, string> = {
  insecure:
    "Browsers only open the microphone on a secure page. Use Plumbline at its https address. You can type meanwhile.",
  unsupported:
    "This browser can't record sound. Use a current Chrome, Safari, Edge or Firefox, or type instead.",
  refused:
    "The microphone is blocked. Allow it in the browser's settings for this page, then hold the button again. You can type meanwhile.",
  missing:
    "No microphone was found. Plug one in or switch it on, then hold the button again. You can type meanwhile.",
  taken:
    "Another app is using the microphone. Close that app, then hold the button again. You can type meanwhile.",
  lost: "The microphone went away. Check it, then hold the button again. You can type meanwhile.",
};

const WANTED: MediaStreamConstraints = {
  audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};
const KEPT_FRAMES = 6; // 240 ms from before the button was down
const CLOSE_AFTER_MS = 120_000;

type Frame = { pcm: ArrayBuffer; level: number };

export class Microphone {
  private stream: MediaStream | null = null;
  private context: AudioContext | null = null;
  private opening: Promise<void> | null = null;
  private recent: Frame[] = [];
  private idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly onFrame: (pcm: ArrayBuffer, level: number) => void,
    private readonly onLost: (error: MicrophoneError) => void,
  ) {}

  get isOpen(): boolean {
    return this.stream !== null && this.opening === null;
  }

  /** Opens it where it is not; asks the owner's permission the first time. Throws MicrophoneError. */
  async open(): Promise<void> {
    clearTimeout(this.idleTimer);
    if (this.isOpen) return void (await this.context?.resume());
    this.opening ??= this.start().finally(() => {
      this.opening = null;
    });
    await this.opening;
  }

  /** What was heard in the moment before the button was down. */
  takeRecent(): ArrayBuffer[] {
    return this.recent.splice(0).map((frame) => frame.pcm);
  }

  /** No longer needed now; it is closed after two minutes without use. */
  rest(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.close(), CLOSE_AFTER_MS);
  }

  close(): void {
    clearTimeout(this.idleTimer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    void this.context?.close();
    this.stream = null;
    this.context = null;
    this.recent = [];
  }

  private async start(): Promise<void> {
    if (!window.isSecureContext) throw new MicrophoneError("insecure");
    if (!navigator.mediaDevices || !window.AudioWorkletNode) throw new MicrophoneError("unsupported");
    this.stream = await navigator.mediaDevices.getUserMedia(WANTED).catch((error) => {
      throw new MicrophoneError(problemOf(error));
    });
    for (const track of this.stream.getTracks()) track.onended = () => this.lose();
    this.context = await this.listen(this.stream);
  }

  private async listen(stream: MediaStream): Promise<AudioContext> {
    const context = contextFor(stream);
    await context.audioWorklet.addModule(captureUrl);
    const capture = new AudioWorkletNode(context, "capture", {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
    });
    capture.port.onmessage = ({ data }: MessageEvent<Frame>) => this.received(data);
    context.createMediaStreamSource(stream).connect(capture);
    await context.resume();
    return context;
  }

  private received(frame: Frame): void {
    this.recent.push(frame);
    if (this.recent.length > KEPT_FRAMES) this.recent.shift();
    this.onFrame(frame.pcm, frame.level);
  }

  private lose(): void {
    this.close();
    this.onLost(new MicrophoneError("lost"));
  }
}

/** A context at 16 kHz; at the device's own rate where the browser refuses to join the two (older Firefox). */
function contextFor(stream: MediaStream): AudioContext {
  const context = new AudioContext({ sampleRate: INPUT_HZ });
  try {
    context.createMediaStreamSource(stream).disconnect();
    return context;
  } catch {
    void context.close();
    return new AudioContext();
  }
}

function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotReadableError" || name === "AbortError") return "taken";
  return "missing";
}
