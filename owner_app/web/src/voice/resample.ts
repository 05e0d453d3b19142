/** Audio arithmetic for the microphone's worklet: another rate to 16 kHz, floats to PCM16, loudness. Pure. */

const TAPS_EACH_SIDE = 16;

/** Streams samples from one rate to a lower (or the same) one with a windowed sinc; keeps its place between chunks. */
export class Resampler {
  private readonly step: number;
  private readonly cutoff: number;
  private readonly reach: number;
  private pending: Float32Array;
  private position: number;

  constructor(fromHz: number, toHz: number) {
    this.step = fromHz / toHz;
    this.cutoff = Math.min(1, toHz / fromHz) * 0.92;
    this.reach = Math.ceil(TAPS_EACH_SIDE * Math.max(1, this.step));
    this.pending = new Float32Array(this.reach);
    this.position = this.reach;
  }

  /** The samples at the new rate that `chunk` makes possible. */
  push(chunk: Float32Array): Float32Array {
    if (this.step === 1) return chunk;
    const all = new Float32Array(this.pending.length + chunk.length);
    all.set(this.pending);
    all.set(chunk, this.pending.length);
    const out: number[] = [];
    for (; this.position + this.reach < all.length; this.position += this.step)
      out.push(this.at(all, this.position));
    const done = Math.max(0, Math.floor(this.position) - this.reach);
    this.pending = all.slice(done);
    this.position -= done;
    return Float32Array.from(out);
  }

  private at(samples: Float32Array, position: number): number {
    const middle = Math.floor(position);
    let sum = 0;
    let weight = 0;
    for (let i = middle - this.reach + 1; i <= middle + this.reach; i += 1) {
      const tap = windowedSinc(i - position, this.cutoff, this.reach);
      sum += tap * (samples[i] ?? 0);
      weight += tap;
    }
    return sum / weight;
  }
}

function windowedSinc(distance: number, cutoff: number, reach: number): number {
  const x = Math.PI * distance * cutoff;
  const sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1)));
}

/** Samples of −1 to 1 as little-endian 16 bit. */
export function toPcm16(samples: Float32Array): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, i) => {
    view.setInt16(i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  });
  return view.buffer;
}

/** Little-endian 16 bit as samples of −1 to 1; an odd last byte is left out. */
export function fromPcm16(pcm: ArrayBuffer): Float32Array<ArrayBuffer> {
  const view = new DataView(pcm);
  return Float32Array.from({ length: pcm.byteLength >> 1 }, (_, i) => view.getInt16(i * 2, true) / 32_768);
}

/** Loudness for the eye, 0 (−50 dB and below) to 1 (−10 dB and above). */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const decibels = 10 * Math.log10(power + 1e-12);
  return Math.max(0, Math.min(1, (decibels + 50) / 40));
}
