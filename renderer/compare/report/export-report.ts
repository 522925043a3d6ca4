import { differencesInWords, documentDifferences } from '../../../src/pipeline/document-differences.ts';
import { flattened } from '../../../src/pipeline/subgraph/expand.ts';
import { bridge, unwrap } from '../../bridge.ts';
import { showToast } from '../../design/toast.tsx';
import { readDocument } from '../../files/show-document.ts';
import { rasterised } from '../../picture/rasterised.ts';
import { problemOf } from '../../problem-of.ts';
import { useRuns } from '../../stores/runs.ts';
import { bestCells } from '../best-cells.ts';
import { useComparison } from '../comparison.ts';
import { documentWords } from '../differences/document-words.ts';
import { runNames } from '../run-names.ts';
import { entriesOf, type Table } from '../table-of.ts';
import { numericColumns, tradeOff, tradeOffAxes } from '../trade-off/trade-off.ts';
import type { Html } from './html.ts';
import { type ReportDifference, reportHtml } from './report-html.ts';
import { tableCsv } from './table-csv.ts';
import { standaloneFigure, tradeOffSvg } from './trade-off-svg.ts';

/** The differences of so many chosen runs are told, each against the first. */
const MOST_DIFFERENCES = 10;

/** Asks where, and writes the runs and columns that are shown as CSV. */
export const exportTable = ({ columns, shown }: Table): Promise<void> =>
  save('csv', async () => tableCsv(columns, shown));

/** Asks where, and writes all that is compared as one page. */
export const exportReport = (table: Table): Promise<void> =>
  save('html', async () => {
    const { columns, shown } = table;
    const made = Date.now();
    return reportHtml({
      made,
      columns,
      entries: shown,
      all: useRuns.getState().summaries?.length ?? shown.length,
      query: useComparison.getState().query,
      best: bestCells(columns, shown),
      tradeOff: figureOf(table, made),
      differences: await chosenDifferences(table, made),
    });
  });

/** Asks where, and writes the trade-off as it is shown as a picture. */
export async function exportFigure(table: Table, format: 'svg' | 'png'): Promise<void> {
  const figure = figureOf(table, Date.now());
  if (figure === null) {
    showToast({
      tone: 'plain',
      text: 'There is no trade-off to draw yet: fewer than two runs have both figures.',
    });
    return;
  }
  const picture = standaloneFigure(figure);
  await told(async () => {
    const bytes = format === 'svg' ? new TextEncoder().encode(picture.svg) : await rasterised(picture);
    return unwrap(bridge().call['picture.save']({ name: 'Trade-off', format, bytes }));
  });
}

/** The trade-off of the runs that are shown; null where it would be no more than a point. */
function figureOf({ offered, shown }: Table, now: number): Html | null {
  const axes = tradeOffAxes(numericColumns(offered, shown), useComparison.getState().axes);
  if (!axes) return null;
  const drawn = tradeOff(shown, axes.x, axes.y);
  return drawn.points.length > 1 ? tradeOffSvg(drawn, axes.x, axes.y, now) : null;
}

/** Each chosen run against the first of them. */
async function chosenDifferences({ offered }: Table, now: number): Promise<readonly ReportDifference[]> {
  const { chosen, facts } = useComparison.getState();
  const picked = (useRuns.getState().summaries ?? []).filter((it) => chosen.includes(it.run));
  const parameters = offered.filter((it) => it.kind === 'parameter');
  const names = runNames(entriesOf(picked, facts), parameters, now);
  const read = await Promise.all(
    chosen.slice(0, MOST_DIFFERENCES + 1).map(async (run) => {
      const { document, summary } = await unwrap(bridge().call['run.read']({ run }));
      const parsed = readDocument(document);
      const title = names.get(run) ?? summary.title;
      return parsed.ok ? [{ title, document: parsed.value }] : [];
    }),
  );
  const [first, ...others] = read.flat();
  if (!first) return [];
  return others.map(({ title, document }) => ({
    from: first.title,
    to: title,
    sentences: differencesInWords(
      documentDifferences(flattened(first.document), flattened(document), documentWords),
    ),
  }));
}

const save = (format: 'csv' | 'html', write: () => Promise<string>): Promise<void> =>
  told(async () =>
    unwrap(bridge().call['report.save']({ name: 'Runs compared', format, text: await write() })),
  );

async function told(write: () => Promise<{ readonly name: string } | null>): Promise<void> {
  try {
    const saved = await write();
    if (saved) showToast({ tone: 'good', text: `${saved.name} was written.` });
  } catch (error) {
    const { message, fix } = problemOf(error);
    showToast({ tone: 'problem', text: message, more: fix });
  }
}
