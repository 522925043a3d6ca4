import { formatBytes, formatMicroseconds, formatShare } from '../runs/format.ts';
import { CostBar } from '../runs/profile/cost-bar.tsx';
import { useNodeCost } from '../runs/profile/use-node-cost.ts';
import './node-cost.css';

/** What a node costs in a step, along the lower edge of its card. It hangs below, so that no card grows by it. */
export function NodeCost({ id }: { readonly id: string }) {
  const cost = useNodeCost(id);
  if (!cost) return null;
  const { share, milliseconds, bytes } = cost;
  const time = formatMicroseconds(milliseconds * 1000);
  const figures = bytes === 0 ? time : `${time} · ${formatBytes(bytes)}`;
  return (
    <div className="card-profile" title={`${formatShare(share)} of a step in the last run with profile`}>
      <CostBar share={share} />
      <p className="card-profile-text">
        <span className="only-heard">Cost of a step: {formatShare(share)}, </span>
        {figures}
      </p>
    </div>
  );
}
