/// <reference path="./crc32c.d.ts" />
import crc32c from 'crc-32/crc32c.js';
import type { Scalar } from './scalars.ts';

/*
 * TensorBoard reads files of records (length, checksum, bytes, checksum), each holding one protocol buffer of type
 * tensorflow.Event. Of that, four fields are needed: wall_time (1, double), step (2, int64), file_version (3, string)
 * and summary (5), whose values have a tag (1, string) and a simple_value (2, float).
 */

const DOUBLE = 1;
const BYTES = 2;
const FLOAT = 5;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

const key = (field: number, wire: number): number[] => varint((field << 3) | wire);

function fixed(field: number, wire: typeof DOUBLE | typeof FLOAT, value: number): Buffer {
  const bytes = Buffer.alloc(wire === DOUBLE ? 8 : 4);
  if (wire === DOUBLE) bytes.writeDoubleLE(value);
  else bytes.writeFloatLE(value);
  return Buffer.concat([Buffer.from(key(field, wire)), bytes]);
}

const nested = (field: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([...key(field, BYTES), ...varint(bytes.byteLength)]), bytes]);

/** The checksum as the record format stores it, so that a checksum of bytes that hold checksums stays good. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c.buf(bytes) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function record(bytes: Buffer): Buffer {
  const framed = Buffer.alloc(12 + bytes.byteLength + 4);
  framed.writeBigUInt64LE(BigInt(bytes.byteLength));
  framed.writeUInt32LE(masked(framed.subarray(0, 8)), 8);
  bytes.copy(framed, 12);
  framed.writeUInt32LE(masked(bytes), 12 + bytes.byteLength);
  return framed;
}

/** The record that opens every event file. `seconds` since 1970. */
export function tensorboardStart(seconds: number): Buffer {
  return record(Buffer.concat([fixed(1, DOUBLE, seconds), nested(3, Buffer.from('brain.Event:2'))]));
}

/** One record a scalar, in order. */
export function tensorboardScalars(scalars: readonly Scalar[], seconds: number): Buffer {
  return Buffer.concat(
    scalars.map(({ tag, step, value }) => {
      const summary = nested(1, Buffer.concat([nested(1, Buffer.from(tag)), fixed(2, FLOAT, value)]));
      const stepField = Buffer.from([...key(2, 0), ...varint(step)]);
      return record(Buffer.concat([fixed(1, DOUBLE, seconds), stepField, nested(5, summary)]));
    }),
  );
}
