/** A reader of TensorBoard's event files that shares nothing with the writer: its own checksum and its own decoder. */

export type ReadScalar = { tag: string; step: number; value: number; seconds: number };

/** Castagnoli's checksum, bit by bit. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const unmask = (masked: number): number => {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
};

type Field = { field: number; wire: number; bytes: Buffer; number: bigint };

function* fields(bytes: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const wire = key & 7;
    const number = wire === 0 || wire === 2 ? varint() : 0n;
    const length = wire === 0 ? 0 : wire === 1 ? 8 : wire === 5 ? 4 : Number(number);
    yield { field: key >> 3, wire, number, bytes: bytes.subarray(at, at + length) };
    at += length;
  }
}

const find = (bytes: Buffer, field: number): Field | undefined =>
  [...fields(bytes)].find((it) => it.field === field);

export function readEventFile(bytes: Buffer): { version: string | undefined; scalars: ReadScalar[] } {
  const scalars: ReadScalar[] = [];
  let version: string | undefined;
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const event = bytes.subarray(at + 12, at + 12 + length);
    if (unmask(bytes.readUInt32LE(at + 8)) !== crc32c(bytes.subarray(at, at + 8)))
      throw new Error('length checksum');
    if (unmask(bytes.readUInt32LE(at + 12 + length)) !== crc32c(event)) throw new Error('record checksum');
    at += 16 + length;
    version ??= find(event, 3)?.bytes.toString();
    const summary = find(event, 5);
    const value = summary && find(summary.bytes, 1);
    if (!value) continue;
    scalars.push({
      seconds: find(event, 1)?.bytes.readDoubleLE() ?? Number.NaN,
      step: Number(find(event, 2)?.number ?? -1n),
      tag: find(value.bytes, 1)?.bytes.toString() ?? '',
      value: find(value.bytes, 2)?.bytes.readFloatLE() ?? Number.NaN,
    });
  }
  return { version, scalars };
}
