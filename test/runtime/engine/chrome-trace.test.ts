import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROFILE_PARTS } from '../../../src/plan/events.ts';
import { chromeTrace, type Span } from '../../../src/runtime/engine/chrome-trace.ts';
import { writeTrace } from '../../../src/runtime/engine/write-trace.ts';
import { temporaryFolders } from '../temporary-folder.ts';

type Event = {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, unknown>>;
};

const span = (begin: number, duration: number, more: Partial<Span> = {}): Span => ({
  name: 'Conv2D',
  at: 'network-1',
  part: 'teacher',
  begin,
  duration,
  bytes: 0,
  ...more,
});

function traced(spans: readonly Span[]) {
  const { traceEvents } = JSON.parse(chromeTrace('Potstill stage-1', spans)) as { traceEvents: Event[] };
  const named = (name: string): Event[] => traceEvents.filter((it) => it.ph === 'M' && it.name === name);
  const rows = new Map(named('thread_name').map((it) => [it.tid, String(it.args.name)]));
  return { work: traceEvents.filter((it) => it.ph === 'X'), rows, named, all: traceEvents };
}

/** Viewers count whole nanoseconds. */
const nano = (microseconds: number): number => Math.round(microseconds * 1000);

const anySpans = fc.array(
  fc.record<Span>({
    name: fc.string({ unit: 'binary' }),
    at: fc.constantFrom('', 'source-1', 'network-1', 'term-2'),
    part: fc.constantFrom(...PROFILE_PARTS),
    begin: fc.double({ min: 1e9, max: 1e9 + 100, noNaN: true }),
    duration: fc.double({ min: 0, max: 20, noNaN: true }),
    bytes: fc.nat(),
  }),
);

describe('a trace', () => {
  it('has a row a part, in the order of the pipeline, and names process and rows', () => {
    const { rows, named } = traced([
      span(30, 5, { part: 'optimizer' }),
      span(0, 10, { part: 'data' }),
      span(10, 20, { part: 'student' }),
    ]);
    expect([...rows.values()]).toEqual(['data', 'student', 'optimizer']);
    expect(named('process_name').map((it) => it.args)).toEqual([{ name: 'Potstill stage-1' }]);
    expect(named('thread_sort_index').map((it) => it.args.sort_index)).toEqual([1, 2, 3]);
  });

  it('tells work in microseconds from its first span on, with what it is for and how much memory it takes', () => {
    const { work } = traced([span(5_000_000.25, 1.5, { bytes: 4096 }), span(5_000_010.75, 0)]);
    expect(work).toMatchObject([
      { name: 'network-1 Conv2D', cat: 'teacher', ts: 0, dur: 1.5, args: { at: 'network-1', bytes: 4096 } },
      { ts: 10.5, dur: 0 },
    ]);
  });

  it('gives work that runs side by side a row of its own, and goes back once there is room', () => {
    const { work, rows } = traced([span(0, 10), span(5, 10), span(10, 2), span(20, 1)]);
    expect(work.map((it) => [it.ts, rows.get(it.tid)])).toEqual([
      [0, 'teacher'],
      [5, 'teacher 2'],
      [10, 'teacher'],
      [20, 'teacher'],
    ]);
  });

  it('is sorted, keeps all work, and overlaps in no row, whatever it is made of', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const { work, rows } = traced(spans);
        expect(work).toHaveLength(spans.length);
        expect(work.map((it) => it.ts)).toEqual(work.map((it) => it.ts).sort((a, b) => a - b));
        for (const tid of rows.keys()) {
          const row = work.filter((it) => it.tid === tid);
          for (const [at, it] of row.entries())
            expect(nano(it.ts) + nano(it.dur ?? 0)).toBeLessThanOrEqual(nano(row[at + 1]?.ts ?? 1e6));
          expect(new Set(row.map((it) => it.cat)).size).toBe(1);
        }
        for (const it of work) expect(rows.has(it.tid)).toBe(true);
      }),
    );
  });

  it('keeps names of whatever signs', () => {
    const name = 'a "b" \\ </script>\n\u2028 é 😀';
    expect(traced([span(0, 1, { name, at: '' })]).work[0]?.name).toBe(name);
  });

  it('of nothing is still a trace', () => {
    expect(traced([]).all.map((it) => it.name)).toEqual(['process_name']);
  });
});

describe('the file of a trace', () => {
  const folderOf = temporaryFolders();

  it('lies in the run’s folder under its stage’s name, alone and whole', async () => {
    const folder = folderOf();
    const spans = [span(0, 10)];
    await writeTrace(folder, 'stage-2', []);
    expect(await writeTrace(folder, 'stage-2', spans)).toBe('trace-stage-2.json');
    expect(readdirSync(folder)).toEqual(['trace-stage-2.json']);
    expect(readFileSync(join(folder, 'trace-stage-2.json'), 'utf8')).toBe(
      chromeTrace('Potstill stage-2', spans),
    );
  });
});
