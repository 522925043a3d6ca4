import { useState } from 'react';
import type { Document } from '../../../src/pipeline/document.ts';
import { type CostOrder, inCostOrder, type NodeCost } from '../../../src/plan/profile-by-node.ts';
import { Icon } from '../../design/icon.tsx';
import { formatBytes, formatMilliseconds, formatShare } from '../format.ts';
import { NodeLink } from '../node-link.tsx';
import { CostBar } from './cost-bar.tsx';
import { partWords } from './part-words.ts';
import './profile-table.css';

type ProfileTableProps = {
  readonly costs: readonly NodeCost[];
  /** Of the run, for the titles that its nodes had then. */
  readonly document: Document | null;
};

/** The nodes of a pipeline by what they cost. A press on a node's name shows it on the canvas. */
export function ProfileTable({ costs, document }: ProfileTableProps) {
  const [order, setOrder] = useState<CostOrder>('milliseconds');
  const head = (by: CostOrder, words: string) => (
    <th scope="col" aria-sort={order === by ? 'descending' : undefined}>
      <button
        type="button"
        className="profile-sort"
        title={`The most ${by === 'bytes' ? 'memory' : 'time'} first`}
        onClick={() => setOrder(by)}
      >
        {words}
        {order === by && <Icon name="chevron-down" size={12} />}
      </button>
    </th>
  );
  return (
    <table className="profile-table selectable">
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col">Work</th>
          <th scope="col" colSpan={2}>
            Share
          </th>
          {head('milliseconds', 'ms a step')}
          {head('bytes', 'Memory')}
        </tr>
      </thead>
      <tbody>
        {inCostOrder(costs, order).map((cost) => (
          <tr key={cost.node}>
            <th scope="row">
              <NodeLink node={cost.node} document={document} />
            </th>
            <td className="profile-parts">{partWords(cost)}</td>
            <td className="profile-bar">
              <CostBar share={cost.share} />
            </td>
            <td>{formatShare(cost.share)}</td>
            <td className="profile-time">{formatMilliseconds(cost.milliseconds)}</td>
            <td>{cost.bytes === 0 ? '–' : formatBytes(cost.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
