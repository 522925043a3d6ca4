import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestCells } from '../../../renderer/compare/best-cells.ts';
import { escaped, html } from '../../../renderer/compare/report/html.ts';
import { type Report, reportHtml } from '../../../renderer/compare/report/report-html.ts';
import { tableCsv } from '../../../renderer/compare/report/table-csv.ts';
import { standaloneFigure, tradeOffSvg } from '../../../renderer/compare/report/trade-off-svg.ts';
import { tradeOff } from '../../../renderer/compare/trade-off/trade-off.ts';
import { columnOf, entry, everyColumn, unread } from './entries.ts';

/** Reads a CSV file of RFC 4180 back. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quotedCell, bareCell, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quotedCell?.replaceAll('""', '"') ?? bareCell ?? '');
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const hostile = '</td><script>alert(1)</script>"\'&\u0000\n';

describe('The table as CSV', () => {
  it('has bare numbers under heads that say their unit, and nothing where nothing is', () => {
    const runs = [
      entry({ run: 'r1', title: 'First, “best”', created: 0, tags: ['a', 'b'], temperature: 2 }),
      unread('Unread'),
    ];
    const columns = ['name', 'when', 'tags', 'accuracy', 'duration', 'temperature'].map((it) =>
      columnOf(runs, it),
    );
    expect(readCsv(tableCsv(columns, runs))).toEqual([
      ['run', 'Name', 'Started', 'Tags', 'Accuracy', 'Time (milliseconds)', 'Tempered softmax: Temperature'],
      ['r1', 'First, “best”', '1970-01-01T00:00:00.000Z', 'a, b', '0.97', '90000', '2'],
      ['unread-Unread', 'Unread', '1970-01-01T00:00:01.000Z', '', '', '', ''],
    ]);
  });

  it('is read back as it was, whatever runs are called, and no title is a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const runs = [entry({ title })];
        const [, row] = readCsv(tableCsv([columnOf(runs, 'name')], runs));
        const tame = /^[=+@\t\r]|^-(?!\d)/.test(title) ? `'${title}` : title;
        expect(row?.[1]).toBe(tame);
      }),
    );
  });
});

describe('Markup', () => {
  it('escapes what is text and leaves what is markup', () => {
    expect(html`<p title="${'"'}">${'<b>'}${html`<i>${'&'}</i>`}${[html`1`, '<', 2]}</p>`.html).toBe(
      '<p title="&quot;">&lt;b&gt;<i>&amp;</i>1&lt;2</p>',
    );
  });

  it('has no character in it that a page may not hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"']|[^\P{Cc}\t\n\r\u0080-\u009f]/u);
      }),
    );
  });
});

describe('The report', () => {
  const runs = [
    entry({ title: 'small', parameters: 100, accuracy: 0.9 }),
    entry({ title: hostile, parameters: 900, accuracy: 0.99, tags: ['seed'] }),
  ];
  const columns = everyColumn(runs);
  const drawn = tradeOff(runs, columnOf(runs, 'parameters'), columnOf(runs, 'accuracy'));
  const report: Report = {
    made: new Date(2026, 10, 29, 18).getTime(),
    columns,
    entries: runs,
    all: 5,
    query: hostile,
    best: bestCells(columns, runs),
    tradeOff: tradeOffSvg(drawn, columnOf(runs, 'parameters'), columnOf(runs, 'accuracy'), 0),
    differences: [
      { from: 'small', to: hostile, sentences: ['Trainer: Epochs 5 → 10.'] },
      { from: 'small', to: 'same', sentences: [] },
    ],
  };
  const page = reportHtml(report);

  it('holds all it needs and asks nobody for anything', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\bsrc=|\bhref=|https?:/i);
    expect(page).toContain("default-src 'none'");
  });

  it('has every run with its figures, the best of each, the front and the differences', () => {
    for (const it of [
      '2 of 5 runs',
      '97',
      '99.00 %',
      '90.00 %',
      'Best of each',
      'Trade-off',
      'seed',
      'Epochs 5 → 10.',
      'Nothing: the same pipeline',
    ])
      expect(page).toContain(it);
    expect(page.match(/<circle/g)).toHaveLength(2);
    expect(page.match(/<tr>/g)).toHaveLength(3);
  });

  it('says hostile names as text', () => {
    expect(page).not.toContain('alert(1)</script>');
    expect(page).toContain('&lt;/td&gt;&lt;script&gt;');
  });

  it('says what it says of one run and of none', () => {
    const one = reportHtml({
      ...report,
      entries: runs.slice(0, 1),
      all: 1,
      tradeOff: null,
      differences: [],
      best: new Map(),
    });
    expect(one).toContain('1 run.');
    expect(one).not.toContain('Trade-off');
    expect(reportHtml({ ...report, entries: [], all: 0, best: new Map() })).toContain('0 runs');
  });
});

describe('The trade-off as a picture of its own', () => {
  it('says what it is, with its own colours, and nothing of the page', () => {
    const runs = [
      entry({ title: '<b>', parameters: 100, accuracy: 0.9 }),
      entry({ parameters: 900, accuracy: 0.99 }),
    ];
    const [x, y] = [columnOf(runs, 'parameters'), columnOf(runs, 'accuracy')];
    const { svg, width, height } = standaloneFigure(tradeOffSvg(tradeOff(runs, x, y), x, y, 0));
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" [^>]*><style>/,
    );
    expect(svg).toContain('&lt;b&gt;');
    expect(svg).not.toMatch(/var\(|<script/);
    expect(width / height).toBeGreaterThan(1.5);
  });
});
