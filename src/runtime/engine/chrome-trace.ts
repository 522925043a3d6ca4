import { PROFILE_PARTS, type ProfilePart } from '../../plan/events.ts';

/** One piece of work, as it was timed. */
export type Span = {
  /** What it is, the same word each time, so that viewers give it one colour: `Conv2D`. */
  readonly name: string;
  /** The plan id that it works for. The engine knows no title of a person's node. */
  readonly at: string;
  readonly part: ProfilePart;
  /** Microseconds, of any clock. */
  readonly begin: number;
  readonly duration: number;
  /** Memory that its results take. */
  readonly bytes: number;
};

/** Viewers name rows by process and thread; there is one process, and a thread is a row. */
const PROCESS = 1;

/**
 * The trace event format of Chrome's and Perfetto's viewers, as JSON: complete events (`X`) in microseconds from the
 * first span on, a row a part of the pipeline. Viewers read two spans of one row that overlap as one within the other,
 * or drop one, so that a part whose work runs side by side gets further rows.
 *
 * Source: the format's document of the Chromium project, "Trace Event Format".
 *
 * @param title names the whole, as `Potstill stage-1`
 */
export function chromeTrace(title: string, spans: readonly Span[]): string {
  const first = spans.reduce((least, it) => Math.min(least, it.begin), Number.POSITIVE_INFINITY);
  const works = spans
    .map(
      (span): Work => ({
        span,
        begin: nano(span.begin - first),
        end: nano(span.begin + span.duration - first),
      }),
    )
    .sort((a, b) => a.begin - b.begin || b.end - a.end);
  const rows = PROFILE_PARTS.flatMap((part) =>
    sideBySide(works.filter((it) => it.span.part === part)).map((row, at) => ({
      title: at === 0 ? part : `${part} ${at + 1}`,
      row,
    })),
  );
  return JSON.stringify({
    traceEvents: [
      metadata('process_name', { name: title }),
      ...rows.flatMap((it, at) => [
        metadata('thread_name', { name: it.title }, at + 1),
        metadata('thread_sort_index', { sort_index: at + 1 }, at + 1),
      ]),
      ...rows
        .flatMap(({ row }, at) => row.map((it) => complete(it, at + 1)))
        .sort((one, other) => one.ts - other.ts),
    ],
    displayTimeUnit: 'ms',
  });
}

/** A span in whole nanoseconds, as viewers count: rounded apart, begin and duration would overlap what follows. */
type Work = { readonly span: Span; readonly begin: number; readonly end: number };

const nano = (microseconds: number): number => Math.round(microseconds * 1000);

const metadata = (name: string, args: Readonly<Record<string, string | number>>, tid = 0) => ({
  ph: 'M',
  name,
  pid: PROCESS,
  tid,
  ts: 0,
  args,
});

const complete = ({ span: { name, at, part, bytes }, begin, end }: Work, tid: number) => ({
  ph: 'X',
  name: at === '' ? name : `${at} ${name}`,
  cat: part,
  pid: PROCESS,
  tid,
  ts: begin / 1000,
  dur: (end - begin) / 1000,
  args: { at, bytes },
});

/** Puts work, sorted by its begin, into as few rows as it needs so that none overlaps another. */
function sideBySide(works: readonly Work[]): readonly (readonly Work[])[] {
  const rows: { end: number; readonly row: Work[] }[] = [];
  for (const work of works) {
    const free = rows.find((it) => it.end <= work.begin);
    if (free) {
      free.row.push(work);
      free.end = work.end;
    } else rows.push({ end: work.end, row: [work] });
  }
  return rows.map((it) => it.row);
}
