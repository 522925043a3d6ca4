import crc32 from 'crc-32';

/*
 * A pipeline that travels in its own picture. In a PNG it is the text of an `iTXt` chunk (PNG specification, 11.3.4.5), in an
 * SVG the content of a `metadata` element, there in base64: nothing of a document needs to be escaped, and nothing of a
 * picture can be mistaken for it.
 */

const KEYWORD = 'potstill-pipeline';
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, name and checksum of a chunk. */
const AROUND = 12;

const utf8 = new TextEncoder();
const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((it, at) => bytes[at] === it);

/** The chunks of a PNG: name, and where each begins and how long its data is. Ends where the file is cut off. */
function* chunksOf(png: Uint8Array): Generator<{ name: string; at: number; length: number }> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = SIGNATURE.length; at + AROUND <= png.length; ) {
    const length = view.getUint32(at);
    if (at + AROUND + length > png.length) return;
    yield { name: ascii(png.subarray(at + 4, at + 8)), at, length };
    at += AROUND + length;
  }
}

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(AROUND + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(utf8.encode(name), 4);
  bytes.set(data, 8);
  view.setInt32(8 + data.length, crc32.buf(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A PNG with a pipeline's text in it, before its last chunk. The picture is the same. */
export function intoPng(png: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const end = [...chunksOf(png)].find((it) => it.name === 'IEND')?.at ?? png.length;
  // Keyword, its end, no compression, no language, no translated keyword.
  const added = chunk('iTXt', new Uint8Array([...utf8.encode(KEYWORD), 0, 0, 0, 0, 0, ...utf8.encode(text)]));
  const whole = new Uint8Array(png.length + added.length);
  whole.set(png.subarray(0, end));
  whole.set(added, end);
  whole.set(png.subarray(end), end + added.length);
  return whole;
}

/** The element to be put into an SVG. */
export const svgMetadata = (text: string): string =>
  `<metadata id="${KEYWORD}">${btoa(Array.from(utf8.encode(text), (it) => String.fromCharCode(it)).join(''))}</metadata>`;

/**
 * What a file holds that was dropped here: the pipeline of a picture, or `null` for a picture without one; `undefined` where
 * it is no picture.
 */
export function pipelineIn(bytes: Uint8Array): string | null | undefined {
  if (isPng(bytes)) return fromPng(bytes);
  const start = new TextDecoder().decode(bytes.subarray(0, 400));
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?<svg[\s>]/.test(start) ? fromSvg(bytes) : undefined;
}

function fromPng(png: Uint8Array): string | null {
  const mark = `${KEYWORD}\0`;
  for (const { name, at, length } of chunksOf(png)) {
    const data = png.subarray(at + 8, at + 8 + length);
    if (name !== 'iTXt' || ascii(data.subarray(0, mark.length)) !== mark) continue;
    return decoded(data.subarray(mark.length + 4));
  }
  return null;
}

function fromSvg(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  const found = new RegExp(`<metadata id="${KEYWORD}">([A-Za-z0-9+/=\\s]*)</metadata>`).exec(text)?.[1];
  if (found === undefined) return null;
  try {
    return decoded(Uint8Array.from(atob(found), (it) => it.charCodeAt(0)));
  } catch {
    return null;
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
