import { expect, test } from "vitest";
import { fromPcm16, loudness, Resampler, toPcm16 } from "./resample";

const tone = (hz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

function resampled(samples: Float32Array, fromHz: number): Float32Array {
  const resampler = new Resampler(fromHz, 16_000);
  const out: number[] = [];
  for (let i = 0; i < samples.length; i += 128) out.push(...resampler.push(samples.subarray(i, i + 128)));
  return Float32Array.from(out);
}

const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);

test.each([44_100, 48_000])("a second at %i Hz is a second at 16 kHz", (fromHz) => {
  const out = resampled(tone(440, fromHz, 1), fromHz);
  expect(Math.abs(out.length - 16_000)).toBeLessThan(40);
});

test.each([44_100, 48_000])("a voice's frequencies at %i Hz come through as they were", (fromHz) => {
  const out = resampled(tone(1_000, fromHz, 1), fromHz).subarray(100, 15_000);
  expect(rms(out)).toBeCloseTo(0.5 / Math.SQRT2, 2);
  const crossings = out.filter((sample, i) => i > 0 && sample >= 0 && (out[i - 1] as number) < 0).length;
  expect(Math.abs(crossings - (1_000 * out.length) / 16_000)).toBeLessThanOrEqual(1);
});

test("what 16 kHz can't carry is not folded into the voice", () => {
  expect(rms(resampled(tone(12_000, 48_000, 1), 48_000))).toBeLessThan(0.01);
});

test("audio that is at 16 kHz already is passed as it is", () => {
  const samples = tone(440, 16_000, 0.1);
  expect(resampled(samples, 16_000)).toEqual(samples);
});

test("sixteen bits there and back keep the samples, and loud ones are clipped", () => {
  const samples = Float32Array.of(0, 0.5, -0.5, 2, -2);
  const back = fromPcm16(toPcm16(samples));
  [0, 0.5, -0.5, 1, -1].forEach((value, i) => {
    expect(back[i]).toBeCloseTo(value, 3);
  });
});

test("an odd byte at the end of a chunk is left out", () => {
  expect(fromPcm16(new ArrayBuffer(3))).toHaveLength(1);
});

test("silence shows nothing and a loud voice fills the scale", () => {
  expect(loudness(new Float32Array(640))).toBe(0);
  expect(loudness(tone(440, 16_000, 0.04).map((sample) => sample * 2))).toBe(1);
});
