import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterColumns } from '../../../renderer/compare/columns.ts';
import { rowsInSight, scrolledTo } from '../../../renderer/compare/in-sight.ts';
import { groupsOf, linesOf } from '../../../renderer/compare/lines.ts';
import { inOrder, NEWEST, nextOrder } from '../../../renderer/compare/order.ts';
import { entriesOf, tableOf, type Wish } from '../../../renderer/compare/table-of.ts';
import { columnOf, entry, unread } from './entries.ts';

const wish = (more: Partial<Wish> = {}): Wish => ({
  query: '',
  order: NEWEST,
  group: null,
  folded: new Set(),
  pinned: [],
  hidden: [],
  ...more,
});
const titles = (entries: readonly { summary: { title: string } }[]): string[] =>
  entries.map((it) => it.summary.title);

describe('The order of runs', () => {
  const runs = [
    entry({ title: 'run 10', accuracy: 0.9, created: 1 }),
    entry({ title: 'run 2', accuracy: 0.99, created: 2 }),
    entry({ title: 'unmeasured', accuracy: null, created: 3 }),
    entry({ title: 'run 3', accuracy: 0.9, created: 4 }),
  ];

  it('goes by figures; who has none comes last from either end, and equals newest first', () => {
    const accuracy = columnOf(runs, 'accuracy');
    expect(titles(inOrder(runs, accuracy, true))).toEqual(['run 2', 'run 3', 'run 10', 'unmeasured']);
    expect(titles(inOrder(runs, accuracy, false))).toEqual(['run 3', 'run 10', 'run 2', 'unmeasured']);
  });

  it('goes by words as people count', () => {
    expect(titles(inOrder(runs, columnOf(runs, 'name'), false))).toEqual([
      'run 2',
      'run 3',
      'run 10',
      'unmeasured',
    ]);
  });

  it('is one order, whatever it was before', () => {
    const many = fc.array(
      fc
        .record({ accuracy: fc.option(fc.constantFrom(0.9, 0.95, 0.99)), created: fc.nat(5) })
        .map((it) => entry(it)),
    );
    fc.assert(
      fc.property(many, fc.boolean(), (all, descending) => {
        const column = columnOf(all, 'accuracy');
        const once = inOrder(all, column, descending);
        expect(inOrder(once.toReversed(), column, descending)).toEqual(once);
        expect(new Set(once)).toEqual(new Set(all));
      }),
    );
  });

  it('begins with the good end of a column, goes to the other, and back to the newest first', () => {
    const accuracy = columnOf(runs, 'accuracy');
    const first = nextOrder(NEWEST, accuracy);
    expect(first).toEqual({ column: 'accuracy', descending: true });
    const second = nextOrder(first, accuracy);
    expect(second).toEqual({ column: 'accuracy', descending: false });
    expect(nextOrder(second, accuracy)).toEqual(NEWEST);
    expect(nextOrder(NEWEST, columnOf(runs, 'parameters'))).toEqual({
      column: 'parameters',
      descending: false,
    });
  });
});

describe('Groups', () => {
  const runs = [
    entry({ temperature: 4, accuracy: 0.97 }),
    entry({ temperature: 8, accuracy: 0.96 }),
    entry({ temperature: 4, accuracy: 0.99 }),
    unread(),
  ];
  const temperature = columnOf(runs, 'temperature');

  it('tell the mean and the spread of their runs', () => {
    const [first, second, third] = groupsOf(runs, temperature, 0);
    expect(first).toMatchObject({ label: '4', measured: 2 });
    expect(first?.accuracy?.mean).toBeCloseTo(0.98);
    expect(first?.accuracy?.deviation).toBeCloseTo(0.0141, 3);
    expect(second?.accuracy).toEqual({ mean: 0.96, deviation: null });
    expect(third).toMatchObject({ label: 'none', accuracy: null });
  });

  it('have their runs below them unless they are folded, and lose none', () => {
    const [first] = groupsOf(runs, temperature, 0);
    expect(linesOf(runs, temperature, new Set(), 0)).toHaveLength(3 + 4);
    expect(linesOf(runs, temperature, new Set([first?.key ?? '']), 0)).toHaveLength(3 + 2);
    expect(linesOf(runs, undefined, new Set(), 0)).toHaveLength(4);
  });
});

describe('The table', () => {
  const runs = [entry({ temperature: 2 }), entry({ temperature: 4 })];
  const parameters = parameterColumns(runs);
  const temperature = 'loss.tempered-softmax/loss.temperature';
  const keys = (more: Partial<Wish>): string[] =>
    tableOf(runs, parameters, wish(more), 0).columns.map((it) => it.key);

  it('has the name first, then what is pinned, and what differs at the end', () => {
    expect(keys({})[0]).toBe('name');
    expect(keys({}).slice(-3)).toEqual([temperature, 'when', 'duration']);
    const table = tableOf(runs, parameters, wish({ pinned: [temperature, 'accuracy'] }), 0);
    expect(table.columns.slice(0, 3).map((it) => it.key)).toEqual(['name', temperature, 'accuracy']);
    expect(table.fixed).toBe(3);
  });

  it('hides what is hidden, and shows a parameter that is the same in all where it is pinned or sorted by', () => {
    expect(keys({ hidden: ['accuracy', temperature] })).not.toEqual(expect.arrayContaining(['accuracy']));
    const epochs = 'training.trainer/trainer.epochs';
    expect(keys({})).not.toContain(epochs);
    expect(keys({ pinned: [epochs] })).toContain(epochs);
    expect(keys({ order: { column: epochs, descending: true } })).toContain(epochs);
  });

  it('shows tags where there are some, and pipelines where there are several', () => {
    expect(keys({})).not.toEqual(expect.arrayContaining(['tags']));
    expect(keys({ pinned: ['document'] })).toContain('document');
    const others = [entry({ tags: ['a'], document: 'One' }), entry({ document: 'Two' })];
    const shown = tableOf(others, parameterColumns(others), wish(), 0).columns.map((it) => it.key);
    expect(shown).toEqual(expect.arrayContaining(['tags', 'document']));
  });

  it('shows what differs among the runs that are found', () => {
    expect(keys({ query: 'temperature=2' })).not.toContain(temperature);
  });

  it('of thousands of runs is made in little time', () => {
    const many = Array.from({ length: 5000 }, (_, at) =>
      entry({ temperature: at % 7, accuracy: (at % 100) / 100 }),
    );
    const own = parameterColumns(many);
    const begin = process.cpuUsage();
    tableOf(many, own, wish({ query: 'temperature>2 accuracy>50%', group: temperature }), 0);
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1000).toBeLessThan(1500);
  });

  it('keeps an entry for as long as nothing of its run changes', () => {
    const { summary, facts } = runs[0] as (typeof runs)[0];
    const [first] = entriesOf([summary], facts ? { [summary.run]: facts } : {});
    expect(entriesOf([summary], facts ? { [summary.run]: facts } : {})[0]).toBe(first);
    expect(entriesOf([summary], {})[0]).not.toBe(first);
  });
});

describe('Rows in sight', () => {
  const places = fc.record({
    top: fc.nat(100_000),
    height: fc.integer({ min: 1, max: 2000 }),
    row: fc.integer({ min: 10, max: 60 }),
    count: fc.nat(5000),
  });

  it('are all that show something, within what there is, and not many more', () => {
    fc.assert(
      fc.property(places, ({ top, height, row, count }) => {
        const { from, to } = rowsInSight(top, height, row, count);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(count);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(height / row) + 18);
        const first = Math.floor(top / row);
        const last = Math.min(count, Math.ceil((top + height) / row));
        if (first < count) {
          expect(from).toBeLessThanOrEqual(first);
          expect(to).toBeGreaterThanOrEqual(last);
        }
      }),
    );
  });

  it('hold a row whole after it was scrolled to, and nothing moves where it was seen already', () => {
    fc.assert(
      fc.property(places, fc.nat(4999), ({ top, height, row }, at) => {
        fc.pre(height >= row);
        const to = scrolledTo(at, top, height, row);
        expect(at * row).toBeGreaterThanOrEqual(to);
        expect((at + 1) * row).toBeLessThanOrEqual(to + height);
        expect(scrolledTo(at, to, height, row)).toBe(to);
      }),
    );
  });
});
