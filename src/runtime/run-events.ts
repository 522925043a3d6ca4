import { closeSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../pipeline/problem.ts';
import { RunEvent } from '../plan/events.ts';
import { faultCode, fileFault } from './file-fault.ts';

/** One event a line. A line without its line break was cut by a crash and is no event. */
export const EVENTS_FILE = 'events.jsonl';

const NEWLINE = 0x0a;
/** Longer than any event but a confusion matrix of a thousand classes; more is read where it does not do. */
const TAIL = 64 * 1024;

/**
 * All events of a run. A last line that a crash cut short is left out; damage before it is told with its place.
 *
 * @throws ProblemError `run-damaged`, or a file fault
 */
export async function readEvents(folder: string): Promise<RunEvent[]> {
  const path = join(folder, EVENTS_FILE);
  const bytes = await readFile(path).catch((error: unknown) => {
    if (faultCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw fileFault(error, path, 'read');
  });
  const events: RunEvent[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const end = bytes.indexOf(NEWLINE, at);
    if (end < 0) break;
    const event = parseLine(bytes.toString('utf8', at, end));
    if (event?.seq !== events.length)
      throw damaged(`line ${events.length + 1}: ${event ? `event ${event.seq}` : 'no event'}`, events.length);
    events.push(event);
    at = end + 1;
  }
  return events;
}

function parseLine(line: string): RunEvent | undefined {
  try {
    const parsed = RunEvent.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const damaged = (found: string, seq: number): ProblemError =>
  new ProblemError({
    code: 'run-damaged',
    message: `The events of this run are damaged (${EVENTS_FILE}).`,
    found,
    allowed: `event ${seq}`,
    fix: 'The rest of the folder may still be good: its checkpoints and models carry their own hashes.',
  });

/**
 * Where the log of a run goes on: cuts a torn last line off, and tells the number and time of the event before.
 * Only for the process that holds the run's lock.
 *
 * @throws ProblemError `run-damaged` where the last whole line is no event
 */
export function mendEvents(folder: string): { readonly seq: number; readonly time: number } {
  const path = join(folder, EVENTS_FILE);
  let file: number;
  try {
    file = openSync(path, 'r+');
  } catch (error) {
    if (faultCode(error) === 'ENOENT') return { seq: 0, time: 0 };
    throw fileFault(error, path, 'open');
  }
  try {
    const size = statSync(path).size;
    const { bytes, begin } = readTail(file, size, (tail) => tail.lastIndexOf(NEWLINE) >= 0);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (begin + end < size) ftruncateSync(file, begin + end);
    if (end === 0) return { seq: 0, time: 0 };
    // The line before that break: from the break before it.
    const line = readTail(file, begin + end, (tail) => tail.lastIndexOf(NEWLINE, tail.byteLength - 2) >= 0);
    const from =
      line.bytes.byteLength < 2 ? 0 : line.bytes.lastIndexOf(NEWLINE, line.bytes.byteLength - 2) + 1;
    const event = parseLine(line.bytes.toString('utf8', from, line.bytes.byteLength - 1));
    if (!event) throw damaged('the last line is no event', 0);
    return { seq: event.seq + 1, time: event.time };
  } catch (error) {
    throw fileFault(error, path, 'read');
  } finally {
    closeSync(file);
  }
}

/** The end of a file, doubled until it holds what is looked for or is the whole file. */
function readTail(
  file: number,
  size: number,
  enough: (tail: Buffer) => boolean,
): { bytes: Buffer; begin: number } {
  for (let length = Math.min(TAIL, size); ; length = Math.min(length * 2, size)) {
    const bytes = Buffer.alloc(length);
    let at = 0;
    for (let read = 1; at < length && read > 0; at += read)
      read = readSync(file, bytes, at, length - at, size - length + at);
    const tail = bytes.subarray(0, at);
    if (length === size || enough(tail)) return { bytes: tail, begin: size - length };
  }
}

/** Told after the last stage, and the event with which that begins. */
const MEASURING = /"kind":"(?:answers|comparison|similarity|evaluation|saved-model)"/;
const FINISHING = '"state":"finishing"';

async function textFrom(file: FileHandle, begin: number, end: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - begin), 0, end - begin, begin);
  return buffer.toString('utf8', 0, bytesRead);
}

/** The last events of a run, oldest first, from the end of the file, with all that was measured last; for lists of many runs. */
export async function lastEvents(folder: string): Promise<RunEvent[]> {
  const file = await open(join(folder, EVENTS_FILE), 'r').catch(() => undefined);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    let begin = Math.max(0, size - TAIL);
    let text = await textFrom(file, begin, size);
    // What was measured at the end may be long, and is told in one piece.
    while (begin > 0 && MEASURING.test(text) && !text.includes(FINISHING)) {
      begin = Math.max(0, size - 2 * (size - begin));
      text = await textFrom(file, begin, size);
    }
    // What stands before the first line break belongs to a line that began earlier; after the last, to a torn one.
    const lines = text.split('\n').slice(begin > 0 ? 1 : 0, -1);
    return lines.map(parseLine).filter((it) => it !== undefined);
  } finally {
    await file.close();
  }
}
