import type { Picture } from './draw-picture.ts';

/** Points of a PNG a unit of the picture, and how many points a side may have at most. */
const SHARPNESS = 2;
const MOST_POINTS = 8192;

/** As the browser draws it. */
export async function rasterised({ svg, width, height }: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const scale = Math.min(SHARPNESS, MOST_POINTS / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
