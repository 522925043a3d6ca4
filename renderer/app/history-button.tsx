import { useEffect, useRef } from 'react';
import { shownKeys } from '../canvas/shown-keys.ts';
import { IconButton } from '../design/button.tsx';
import { moveFocus } from '../design/move-focus.ts';
import { Popover } from '../design/popover.tsx';
import { goInHistory, useDocument } from '../stores/document.ts';
import './history-button.css';

const PANEL = 'history-of-changes';

/** Opens the list as the button does. */
export const openHistory = (): void => document.getElementById(PANEL)?.showPopover();

/** What was done to the pipeline since it was opened, newest first; each line leads to how it was then. */
export function HistoryButton() {
  const { keys } = shownKeys('history');
  return (
    <Popover
      id={PANEL}
      label="History of changes"
      trigger={(attributes) => (
        <IconButton
          icon="clock"
          label="History of changes"
          title={`History of changes${keys === undefined ? '' : ` (${keys})`}`}
          {...attributes}
        />
      )}
    >
      {() => <Steps />}
    </Popover>
  );
}

function Steps() {
  const { past, future } = useDocument((it) => it.history);
  const labels = ['As it was opened', ...[...past, ...future].map((it) => it.label)];
  const here = past.length;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), []);
  return (
    <>
      <h2 className="history-title">
        {labels.length === 1 ? 'Nothing was changed yet' : 'History of changes'}
      </h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys lead through the lines within */}
      <div ref={list} className="history-steps" onKeyDown={moveFocus}>
        {labels
          .map((label, at) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is what it is by its place
              key={at}
              type="button"
              className="history-step"
              data-stop
              data-undone={at > here || undefined}
              aria-current={at === here ? 'step' : undefined}
              onClick={() => goInHistory(at)}
            >
              <span className="truncate">{label}</span>
              {at === here && <span className="history-here">now</span>}
              {at > here && <span className="history-here">undone</span>}
            </button>
          ))
          .reverse()}
      </div>
    </>
  );
}
