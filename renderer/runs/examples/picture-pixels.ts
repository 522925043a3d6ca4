import type { Seen } from '../../../src/plan/watching.ts';

export type Pixels = {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and 255, row by row. */
  readonly values: Uint8ClampedArray<ArrayBuffer>;
};

/** A picture as a canvas takes it. One channel is grey; of more than three the first three are colours. */
export function picturePixels({ shape, bytes }: Extract<Seen, { kind: 'image' }>): Pixels {
  const [height = 0, width = 0, channels = 1] = shape;
  const raw = atob(bytes);
  const values = new Uint8ClampedArray(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1)
      values[4 * pixel + colour] = raw.charCodeAt(pixel * channels + (channels < 3 ? 0 : colour));
    values[4 * pixel + 3] = 255;
  }
  return { width, height, values };
}
