import * as nodeFs from 'node:fs';
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineEvent, RunEvent } from '../../src/plan/events.ts';
import type { AppendFs } from '../../src/runtime/append-file.ts';
import { EVENTS_FILE, lastEvents, readEvents } from '../../src/runtime/run-events.ts';
import { openRunWriter } from '../../src/runtime/run-writer.ts';
import { readEventFile } from './read-event-file.ts';
import { temporaryFolders } from './temporary-folder.ts';

const folderOf = temporaryFolders();
const note = (text: string): EngineEvent => ({ kind: 'note', text });
const metrics = (step: number): EngineEvent => ({
  kind: 'metrics',
  stage: 'stage-1',
  steps: [step],
  columns: { loss: [1 / step], accuracy: [0.5] },
});
const ended: EngineEvent = { kind: 'run-ended', how: 'done', text: '' };

const write = (folder: string, events: readonly EngineEvent[]): RunEvent[] => {
  const heard: RunEvent[] = [];
  const writer = openRunWriter(folder, (it) => heard.push(it));
  for (const event of events) writer.write(event);
  writer.close();
  return heard;
};

describe("a run's log", () => {
  it('holds every event, numbered without gaps, in time, and what is heard is what is written', async () => {
    const folder = folderOf();
    const heard = write(folder, [
      note('a'),
      ...Array.from({ length: 500 }, (_, at) => metrics(at + 1)),
      ended,
    ]);
    const events = await readEvents(folder);
    expect(events).toEqual(heard);
    expect(events.map((it) => it.seq)).toEqual(Array.from({ length: 502 }, (_, at) => at));
    expect(events.every((it, at) => it.time >= (events[at - 1]?.time ?? 0))).toBe(true);
  });

  it('goes on where it ended: numbers and time', async () => {
    const folder = folderOf();
    write(folder, [note('a'), note('b')]);
    const before = (await readEvents(folder)).at(-1)?.time ?? -1;
    const [next] = write(folder, [note('c')]);
    expect(next).toMatchObject({ seq: 2, text: 'c' });
    expect(next?.time).toBeGreaterThanOrEqual(before);
  });

  it('is forwarded only once it can be read from the disk', () => {
    const folder = folderOf();
    const seen: boolean[] = [];
    const writer = openRunWriter(folder, (event) => {
      const lines = readFileSync(join(folder, EVENTS_FILE), 'utf8').split('\n');
      seen.push(lines.some((line) => line.startsWith(`{"seq":${event.seq},`)));
    });
    for (let step = 1; step <= 50; step += 1) writer.write(step % 7 === 0 ? note('now') : metrics(step));
    writer.close();
    expect(seen).toEqual(Array.from({ length: 50 }, () => true));
  });

  it('keeps metrics no longer than a quarter of a second', async () => {
    const folder = folderOf();
    const began = performance.now();
    const heard = await new Promise<RunEvent>((resolve) => {
      const writer = openRunWriter(folder, (event) => {
        resolve(event);
        setImmediate(() => writer.close());
      });
      writer.write(metrics(1));
    });
    expect(heard.seq).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('is null where a value was no number, and refuses an event that nobody could read', () => {
    const folder = folderOf();
    const [heard] = write(folder, [{ ...metrics(1), columns: { loss: [Number.NaN] } } as EngineEvent]);
    expect(heard).toMatchObject({ columns: { loss: [null] } });
    const writer = openRunWriter(folder, () => undefined);
    expect(() =>
      writer.write({ kind: 'checkpoint', stage: 's', step: Number.NaN, folder: '', bytes: 0 }),
    ).toThrow('event-invalid');
    writer.write(ended);
    writer.close();
  });

  it('stands beside an event file for TensorBoard with the same values', () => {
    const folder = folderOf();
    write(folder, [metrics(1), metrics(2), ended]);
    const [name = ''] = readdirSync(folder).filter((it) => it.includes('tfevents'));
    const { scalars } = readEventFile(readFileSync(join(folder, name)));
    expect(scalars.filter((it) => it.tag === 'stage-1/loss')).toMatchObject([
      { step: 1, value: 1 },
      { step: 2, value: 0.5 },
    ]);
  });
});

describe('after a crash', () => {
  it('at whatever byte the log was cut, what was whole is read and the next writer goes on', async () => {
    const folder = folderOf();
    write(folder, [note('a'), note('ä'), ended]);
    const path = join(folder, EVENTS_FILE);
    const whole = readFileSync(path);
    for (let length = 0; length <= whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      const kept = whole.subarray(0, length).toString().split('\n').length - 1;
      expect(await readEvents(folder)).toHaveLength(kept);
      expect(await lastEvents(folder)).toHaveLength(kept);
      write(folder, [note('next')]);
      const events = await readEvents(folder);
      expect(events).toHaveLength(kept + 1);
      expect(events.at(-1)).toMatchObject({ seq: kept, text: 'next' });
    }
  });

  it('zeros that a power cut left at the end are no events', async () => {
    const folder = folderOf();
    write(folder, [note('a')]);
    appendFileSync(join(folder, EVENTS_FILE), Buffer.alloc(100));
    expect(await readEvents(folder)).toHaveLength(1);
    write(folder, [note('b')]);
    expect(await readEvents(folder)).toHaveLength(2);
  });

  it('a last event longer than what is read at once is found', async () => {
    const folder = folderOf();
    write(folder, [note('a'), note('x'.repeat(300_000))]);
    const [next] = write(folder, [note('b')]);
    expect(next?.seq).toBe(2);
  });
});

describe('damage in the middle', () => {
  const damage = (change: (lines: string[]) => void): string => {
    const folder = folderOf();
    write(folder, [note('a'), note('b'), note('c'), ended]);
    const path = join(folder, EVENTS_FILE);
    const lines = readFileSync(path, 'utf8').split('\n');
    change(lines);
    writeFileSync(path, lines.join('\n'));
    return folder;
  };
  const cases: Record<string, (lines: string[]) => void> = {
    'a line that is no JSON': (lines) => lines.splice(1, 1, '{"seq":1,'),
    'a line that is no event': (lines) => lines.splice(1, 1, '{"seq":1,"time":1,"kind":"other"}'),
    'a line that is missing': (lines) => lines.splice(1, 1),
    'a line that comes twice': (lines) => lines.splice(1, 0, lines[1] ?? ''),
    'an empty line': (lines) => lines.splice(1, 0, ''),
  };
  for (const [what, change] of Object.entries(cases))
    it(`${what}: is told with its place and not passed over`, async () => {
      await expect(readEvents(damage(change))).rejects.toMatchObject({
        problem: { code: 'run-damaged', found: expect.stringContaining('line ') },
      });
    });

  it('a whole last line that is no event stops a writer from going on behind it', () => {
    const folder = damage((lines) => lines.splice(3, 1, 'nonsense'));
    expect(() => openRunWriter(folder, () => undefined)).toThrow('run-damaged');
  });
});

describe('a disk that is full', () => {
  /** Takes `room` bytes in all; what does not fit is written in part and then refused, as disks do. */
  const fullAfter = (room: () => number): AppendFs => {
    let used = 0;
    return {
      ...nodeFs,
      writeSync: ((file: number, bytes: Uint8Array, offset: number, length: number) => {
        const fits = Math.min(length, room() - used);
        if (fits <= 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        used += fits;
        return nodeFs.writeSync(file, bytes, offset, fits);
      }) as AppendFs['writeSync'],
    };
  };

  it('is told once; the log keeps whole events only, and those who listen still hear the end', async () => {
    let rounds = 0;
    for (let room = 0, enough = false; !enough; room += 17) {
      const folder = folderOf();
      const heard: RunEvent[] = [];
      const refusals: unknown[] = [];
      const writer = openRunWriter(folder, (it) => heard.push(it), { fs: fullAfter(() => room) });
      for (const event of [note('a'), note('b'), note('c'), ended])
        try {
          writer.write(event);
        } catch (error) {
          refusals.push(error);
        }
      writer.close();
      enough = refusals.length === 0;
      rounds += 1;
      expect(refusals).toHaveLength(enough ? 0 : 1);
      if (!enough) expect(refusals[0]).toMatchObject({ problem: { code: 'disk-full' } });
      expect(heard.at(-1)?.kind).toBe('run-ended');
      const events = await readEvents(folder);
      expect(events).toEqual(heard.slice(0, events.length));
      if (enough) expect(events).toEqual(heard);
    }
    expect(rounds).toBeGreaterThan(10);
  });

  it('what could not be written is written once there is room again', async () => {
    const folder = folderOf();
    let room = 200;
    const writer = openRunWriter(folder, () => undefined, { fs: fullAfter(() => room) });
    const refused = ['a', 'b', 'c', 'd', 'e'].filter((text) => {
      try {
        writer.write(note(text));
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toHaveLength(1);
    room = Number.POSITIVE_INFINITY;
    writer.write(ended);
    writer.close();
    expect((await readEvents(folder)).map((it) => (it.kind === 'note' ? it.text : it.kind))).toEqual([
      ...['a', 'b', 'c', 'd', 'e'],
      'run-ended',
    ]);
  });
});

describe('one writer at a time', () => {
  it('a second one is refused while the first lives, and welcome afterwards', () => {
    const folder = folderOf();
    const first = openRunWriter(folder, () => undefined);
    expect(() => openRunWriter(folder, () => undefined)).toThrow('run-locked');
    first.close();
    openRunWriter(folder, () => undefined).close();
  });

  it('a writer that could not open the log gives the folder free', () => {
    const folder = folderOf();
    writeFileSync(join(folder, EVENTS_FILE), 'nonsense\n');
    expect(() => openRunWriter(folder, () => undefined)).toThrow('run-damaged');
    truncateSync(join(folder, EVENTS_FILE));
    openRunWriter(folder, () => undefined).close();
  });
});
