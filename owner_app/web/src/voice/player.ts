/** Plays the replies' 24 kHz PCM16, chunk after chunk without a gap. */
import { OUTPUT_HZ } from "./protocol";
import { fromPcm16 } from "./resample";

const HEAD_START_S = 0.04;

type Playing = { source: AudioBufferSourceNode; reply: string };

export class Player {
  private context: AudioContext | null = null;
  private playing = new Set<Playing>();
  private reply: string | null = null; // whose chunks are arriving
  private muted = new Set<string>();
  private nextStart = 0;

  constructor(private readonly onChange: () => void) {}

  /** True while a reply is heard or its chunks are arriving. */
  get isAudible(): boolean {
    return this.playing.size > 0 || this.reply !== null;
  }

  /** To be called while the owner presses or clicks: only then may a page begin to sound. */
  unlock(): void {
    this.context ??= new AudioContext({ sampleRate: OUTPUT_HZ });
    void this.context.resume();
  }

  begin(reply: string): void {
    this.reply = this.muted.has(reply) ? null : reply;
    this.onChange();
  }

  add(pcm: ArrayBuffer): void {
    if (this.reply === null || this.context === null || pcm.byteLength < 2) return;
    const samples = fromPcm16(pcm);
    const buffer = this.context.createBuffer(1, samples.length, OUTPUT_HZ);
    buffer.copyToChannel(samples, 0);
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    this.nextStart = Math.max(this.nextStart, this.context.currentTime + HEAD_START_S);
    source.start(this.nextStart);
    this.nextStart += buffer.duration;
    this.follow({ source, reply: this.reply });
  }

  end(): void {
    this.reply = null;
    this.onChange();
  }

  /** A reply is to come; ids may come round again in a new Call. */
  expect(reply: string): void {
    this.muted.delete(reply);
  }

  /** Silence at once for the replies named, now and when more of them arrives. */
  stop(replies: Iterable<string>): void {
    for (const reply of replies) this.muted.add(reply);
    for (const { source, reply } of this.playing) if (this.muted.has(reply)) source.stop();
    if (this.reply !== null && this.muted.has(this.reply)) this.reply = null;
    if ([...this.playing].every(({ reply }) => this.muted.has(reply))) this.nextStart = 0;
    this.onChange();
  }

  close(): void {
    for (const { source } of this.playing) source.stop();
    void this.context?.close();
    this.context = null;
    this.reply = null;
    this.muted.clear();
    this.nextStart = 0;
  }

  private follow(playing: Playing): void {
    this.playing.add(playing);
    playing.source.onended = () => {
      this.playing.delete(playing);
      this.onChange();
    };
  }
}
