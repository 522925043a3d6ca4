import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/* Encoders under the names that published files use, beside what PyTorch computes with them in float64
   (test/reference/networks/pretrained-encoder.py). Every weight there is exact in half precision. */

type Tensor = { shape: number[]; values: number[] };
type Encoder = {
  config: Record<string, unknown>;
  weights: Record<string, Tensor>;
  taps: Record<string, number[]>;
};
export const golden: {
  rows: string[];
  pieces: string[];
  texts: number[][];
  encoders: Record<'bert' | 'distilbert', Encoder>;
} = JSON.parse(
  readFileSync(new URL('../../reference/networks/golden/pretrained-encoder.json', import.meta.url), 'utf8'),
);
export const LENGTH = golden.texts[0]?.length ?? 0;

/** Half a float32 whose value half precision has exactly: sign, exponent and fraction moved, or a subnormal. */
function half(value: number): number {
  if (value === 0) return Object.is(value, -0) ? 0x8000 : 0;
  const sign = value < 0 ? 0x8000 : 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent) * 1024);
  return fraction < 1024 ? sign | fraction : sign | ((exponent + 15) << 10) | (fraction & 0x3ff);
}

type Kind = 'F32' | 'F16' | 'I64';
export function safetensors(
  tensors: Record<string, Tensor>,
  kind: Kind = 'F32',
  metadata = { format: 'pt' },
): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Buffer[] = [];
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const part =
      kind === 'F16'
        ? Buffer.from(Uint16Array.from(values, half).buffer)
        : kind === 'I64'
          ? Buffer.alloc(8 * values.length)
          : Buffer.from(Float32Array.from(values).buffer);
    header[name] = { dtype: kind, shape, data_offsets: [end, end + part.byteLength] };
    end += part.byteLength;
    parts.push(part);
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.byteLength));
  return Buffer.concat([length, json, ...parts]);
}

type Published = {
  config?: unknown;
  weights?: Buffer;
  tokenizer?: unknown;
  pieces?: string[];
};
/** Writes an encoder as others publish theirs, and the pieces that the texts know. */
export function published(
  name: 'bert' | 'distilbert',
  changed: Published = {},
  folder = mkdtempSync(join(tmpdir(), 'encoder-')),
) {
  const encoder = golden.encoders[name];
  mkdirSync(folder, { recursive: true });
  const { config = encoder.config, weights = safetensors(encoder.weights) } = changed;
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'model.safetensors'), weights);
  if (changed.tokenizer) writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(changed.tokenizer));
  else writeFileSync(join(folder, 'vocab.txt'), `${golden.rows.join('\n')}\n`);
  const pieces = join(folder, 'pieces.txt');
  writeFileSync(pieces, `${(changed.pieces ?? golden.pieces).join('\n')}\n`);
  return { folder, pieces, length: LENGTH, classes: 2, to: join(folder, 'out.safetensors') };
}
