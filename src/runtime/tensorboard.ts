/// <reference path="./crc32c.d.ts" />
import crc32c from 'crc-32/crc32c.js';
import type { RunEvent } from '../plan/events.ts';
import { lossBalance } from '../plan/loss-balance.ts';

/*
 * TensorBoard reads files of records (length, checksum, bytes, checksum), each holding one protocol buffer of type
 * tensorflow.Event. Of that, four fields are needed: wall_time (1, double), step (2, int64), file_version (3, string)
 * and summary (5), whose values have a tag (1, string) and a simple_value (2, float).
 */

export type Scalar = { readonly tag: string; readonly step: number; readonly value: number };

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

/**
 * What of an event TensorBoard shows: the columns of each stage (`stage-1/loss`; of each task where there are several,
 * `stage-1/network-2/loss`), the balance of its
 * losses (`stage-1/gradient-share:term-1`), its measures after each epoch
 * (`stage-1/student-test-accuracy`) and the last answers (`result/student-test-accuracy`). Values that are not
 * finite are drawn as NaN, as TensorBoard marks them.
 */
export function scalarsOf(event: RunEvent): Scalar[] {
  switch (event.kind) {
    case 'metrics': {
      const group = event.student === undefined ? event.stage : `${event.stage}/${event.student}`;
      return Object.entries(event.columns).flatMap(([name, values]) =>
        values.map((value, at) => ({
          tag: `${group}/${name}`,
          step: event.steps[at] ?? 0,
          value: value ?? Number.NaN,
        })),
      );
    }
    case 'balance':
      return lossBalance([event]).flatMap(({ at, weight, gradient, share }) =>
        Object.entries({ weight, 'weighted-gradient': gradient, 'gradient-share': share }).map(
          ([name, value]) => ({
            tag: `${event.stage}/${name}:${at}`,
            step: event.step,
            value: value ?? Number.NaN,
          }),
        ),
      );
    case 'epoch':
      return event.measured.flatMap((it, at, all) =>
        measures(event.stage, event.step, {
          ...it,
          // Two networks of one role are told apart by their ids.
          name: all.some((other, index) => index !== at && other.role === it.role) ? it.network : it.role,
        }),
      );
    case 'evaluation':
      return measures('result', 0, { ...event.measured, name: event.measured.role });
    default:
      return [];
  }
}

function measures(
  group: string,
  step: number,
  { name, part, accuracy, loss }: { name: string; part: string; accuracy: number; loss: number | null },
): Scalar[] {
  return [
    { tag: `${group}/${name}-${part}-accuracy`, step, value: accuracy },
    { tag: `${group}/${name}-${part}-loss`, step, value: loss ?? Number.NaN },
  ];
}
