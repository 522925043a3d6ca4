import { formatBytes, formatShare } from './format.ts';
import { isLive } from './run-state.ts';
import type { RunView } from './run-view.ts';

/** How the run uses the machine: as it stands while it goes on, and the most memory that it took. */
export function MachineFacts({ view: { use, mostMemory, state } }: { readonly view: RunView }) {
  if (mostMemory === null) return null;
  return (
    <>
      <dt>Memory</dt>
      {use ? (
        <dd title={`At most ${formatBytes(mostMemory)} so far`}>{formatBytes(use.memory)}</dd>
      ) : (
        <dd>at most {formatBytes(mostMemory)}</dd>
      )}
      {isLive(state) && (
        <>
          <dt>Processor</dt>
          <dd title="The engine’s share of all processors">{use ? formatShare(use.processor) : '–'}</dd>
        </>
      )}
      {use?.device && (
        <>
          <dt>Device</dt>
          <dd title="How busy it is, and what all programs take of its memory">
            {formatShare(use.device.share)}, {formatBytes(use.device.memory)}
          </dd>
        </>
      )}
    </>
  );
}
