import { lossPartNames, regularizersOf } from '../../../src/nodes/loss-part-names.ts';
import { type Balance, lossBalance } from '../../../src/plan/loss-balance.ts';
import type { Stage } from '../../../src/plan/plan.ts';
import { formatShare, formatTick, formatValue } from '../format.ts';
import { nodeTitle } from '../lanes.ts';
import { NodeLink } from '../node-link.tsx';
import { CostBar } from '../profile/cost-bar.tsx';
import { Remark } from '../remark.tsx';
import type { RunData } from '../run-data.ts';
import { balanceReading } from './balance-words.ts';
import './balance-table.css';
import { trends } from './trend.ts';
import { TrendLine } from './trend-line.tsx';

type BalanceTableProps = {
  readonly data: RunData;
  readonly stage: Stage;
  readonly events: readonly Balance[];
};

const number = (value: number | null): string => (value === null ? '–' : formatValue(value));

/** Each loss of a stage: what it comes to, how hard it pulls, and how that went. */
export function BalanceTable({ data, stage, events }: BalanceTableProps) {
  const { document, origin } = data;
  const losses = lossBalance(events);
  const ids = losses.map((it) => it.at);
  const names = lossPartNames(stage, ids, origin, (node) => nodeTitle(document, node) ?? node);
  const nameOf = (at: string): string => names.get(at)?.text ?? at;
  const reading = balanceReading(losses, nameOf, regularizersOf(stage, ids));
  const lines = trends(events);
  return (
    <>
      <Remark tone={reading.tone} icon={reading.tone === 'warning' ? 'warning' : 'info'}>
        {reading.text}
      </Remark>
      <table className="balance-table selectable" aria-label="Balance of losses">
        <thead>
          <tr>
            <th scope="col">Loss</th>
            <th scope="col">Value</th>
            <th scope="col">Weight</th>
            <th scope="col" title="Weight times value: what it adds to the total">
              Weighted
            </th>
            <th scope="col" title="The norm of its weighted gradient over all weights of the network">
              Gradient
            </th>
            <th scope="col" colSpan={2}>
              Share of gradient
            </th>
            <th scope="col">Gradient so far</th>
          </tr>
        </thead>
        <tbody>
          {losses.map((it) => (
            <tr key={it.at}>
              <th scope="row">
                <NodeLink node={names.get(it.at)?.node ?? null} document={document} text={nameOf(it.at)} />
              </th>
              <td>{number(it.value)}</td>
              <td>{it.weight === null ? '–' : formatTick(it.weight)}</td>
              <td>{it.value === null || it.weight === null ? '–' : formatValue(it.weight * it.value)}</td>
              <td className="balance-gradient">{number(it.gradient)}</td>
              <td className="balance-bar">
                <CostBar share={it.share ?? 0} colour="var(--category-loss)" />
              </td>
              <td>{it.share === null ? '–' : formatShare(it.share)}</td>
              <td className="balance-trend">
                <TrendLine trend={lines.get(it.at)} name={nameOf(it.at)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
