import type { Column } from '../columns.ts';
import type { Entry } from '../entry.ts';
import { cellText } from '../quantity.ts';
import { type Html, html } from './html.ts';
import { REPORT_STYLE } from './report-style.ts';

/** What two runs' pipelines have not in common, in sentences. */
export type ReportDifference = {
  readonly from: string;
  readonly to: string;
  readonly sentences: readonly string[];
};

export type Report = {
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly columns: readonly Column[];
  /** In the order of the table. */
  readonly entries: readonly Entry[];
  readonly all: number;
  /** What was looked for; empty where all runs were shown. */
  readonly query: string;
  readonly best: ReadonlyMap<string, number>;
  /** Drawn already; null where there is nothing to draw. */
  readonly tradeOff: Html | null;
  readonly differences: readonly ReportDifference[];
};

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/**
 * A page that holds all it needs: no script, no picture and no style from elsewhere, so that it opens anywhere and for as
 * long as there are browsers. It follows the light or dark of whoever reads it.
 */
export function reportHtml(report: Report): string {
  const { made, columns, entries, all, query, tradeOff, differences } = report;
  const count =
    entries.length === all
      ? `${all} ${all === 1 ? 'run' : 'runs'}`
      : `${entries.length} of ${all} runs, those that fit “${query}”`;
  const body = html`<header><h1>Runs compared</h1><p>${count}. Made with Potstill on ${day.format(made)}.</p></header>
${bestSection(report)}
${tradeOff === null ? html`` : html`<section><h2>Trade-off</h2><figure>${tradeOff}<figcaption>The line joins the runs that no other beats in both figures.</figcaption></figure></section>`}
${differences.length === 0 ? html`` : html`<section><h2>What differs</h2>${differences.map(differenceSection)}</section>`}
<section><h2>All runs</h2><div class="wide"><table><thead><tr>${columns.map(headCell)}</tr></thead>
<tbody>${entries.map((entry) => rowOf(entry, report))}</tbody></table></div></section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Runs compared</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
${body.html}
</body>
</html>
`;
}

const headCell = (column: Column): Html =>
  html`<th scope="col" title="${column.help}">${column.title}${column.of === undefined ? html`` : html`<small>${column.of}</small>`}</th>`;

function rowOf(entry: Entry, { columns, best, made }: Report): Html {
  const cells = columns.map((column) => {
    const cell = column.cell(entry);
    const text = cellText(column.unit, cell, made);
    if (column.key === 'name') return html`<th scope="row">${text}</th>`;
    const isBest = cell !== null && best.get(column.key) === cell;
    return html`<td class="${[typeof cell === 'number' ? 'number' : '', isBest ? 'best' : ''].filter(Boolean).join(' ')}">${text}</td>`;
  });
  return html`<tr>${cells}</tr>\n`;
}

/** The best run by each result, in a sentence a result. */
function bestSection({ columns, entries, best, made }: Report): Html {
  const lines = columns.flatMap((column) => {
    const value = best.get(column.key);
    if (value === undefined) return [];
    const holders = entries.filter((it) => column.cell(it) === value);
    const [first] = holders;
    if (!first) return [];
    const others = holders.length > 1 ? ` and ${holders.length - 1} more` : '';
    return [
      html`<li><span>${column.title}</span> <strong>${cellText(column.unit, value, made)}</strong> ${first.summary.title}${others}</li>`,
    ];
  });
  return lines.length === 0
    ? html``
    : html`<section><h2>Best of each</h2><ul class="best-list">${lines}</ul></section>`;
}

const differenceSection = ({ from, to, sentences }: ReportDifference): Html =>
  html`<h3>${from} → ${to}</h3>${
    sentences.length === 0
      ? html`<p>Nothing: the same pipeline with the same parameters.</p>`
      : html`<ul>${sentences.map((it) => html`<li>${it}</li>`)}</ul>`
  }`;
