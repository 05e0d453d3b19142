/** Runs in the audio thread: gathers 40 ms of microphone at 16 kHz and posts it with its loudness. */
import { INPUT_HZ } from "./protocol";
import { loudness, Resampler, toPcm16 } from "./resample";

const FRAME_SAMPLES = INPUT_HZ / 25;

class Capture extends AudioWorkletProcessor {
  private readonly resampler = new Resampler(sampleRate, INPUT_HZ);
  private readonly frame = new Float32Array(FRAME_SAMPLES);
  private filled = 0;

  process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0];
    if (channel) for (const sample of this.resampler.push(channel)) this.add(sample);
    return true;
  }

  private add(sample: number): void {
    this.frame[this.filled] = sample;
    this.filled += 1;
    if (this.filled < FRAME_SAMPLES) return;
    this.filled = 0;
    const pcm = toPcm16(this.frame);
    this.port.postMessage({ pcm, level: loudness(this.frame) }, [pcm]);
  }
}

registerProcessor("capture", Capture);
