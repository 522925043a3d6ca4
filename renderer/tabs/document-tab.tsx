import type { PointerEvent } from 'react';
import { focusPanel } from '../app/panel-focus.ts';
import { Icon } from '../design/icon.tsx';
import { askThenClose } from '../files/file-commands.ts';
import { StateMark } from '../runs/state-mark.tsx';
import { isDirty, shownName } from '../stores/document.ts';
import { liveRunOf, useRuns } from '../stores/runs.ts';
import { showTab } from '../stores/tabs.ts';
import { type OpenDocument, useWorkspace } from '../stores/workspace.ts';
import { openTabMenu } from './tab-menu.tsx';

type DocumentTabProps = {
  /** Its key. */
  readonly document: string;
  readonly active: boolean;
  /** So many pixels beside its place, while it is dragged. */
  readonly by: number | null;
  readonly onPress: (key: string, event: PointerEvent<HTMLElement>) => void;
};

/** One open document: its name, how its run stands, and whether it has unsaved changes. */
export function DocumentTab({ document: key, active, by, onPress }: DocumentTabProps) {
  const open = useWorkspace((it) => it.documents[key]);
  const run = useRuns((it) => liveRunOf(it, key));
  if (!open) return null;
  const name = shownName(open);
  const dirty = isDirty(open);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tab within is what keys reach; around it the pointer finds the same
    <div
      className="tab"
      role="presentation"
      data-active={active || undefined}
      data-dirty={dirty || undefined}
      data-dragged={by === null ? undefined : ''}
      style={by === null ? undefined : { transform: `translateX(${by}px)` }}
      onPointerDown={(event) => event.button === 0 && onPress(key, event)}
      // On some systems the middle button pastes or scrolls where it is pressed.
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onAuxClick={(event) => event.button === 1 && askThenClose([key])}
      onContextMenu={(event) => {
        event.preventDefault();
        openTabMenu(key, event.currentTarget);
      }}
    >
      <button
        type="button"
        id={`tab-${key}`}
        role="tab"
        className="tab-name"
        aria-selected={active}
        aria-controls="pipeline"
        tabIndex={active ? 0 : -1}
        title={placeOf(open)}
        onClick={({ detail }) => {
          showTab(key);
          // Who goes by keys stays among the tabs.
          if (detail > 0) requestAnimationFrame(() => focusPanel('canvas'));
        }}
      >
        {run && <StateMark state={run.status} progress={run.progress} />}
        <span className="truncate">{name}</span>
        {dirty && <span className="only-heard">unsaved changes</span>}
      </button>
      {/* For the pointer alone: Delete and Ctrl+W do the same, and a tab list holds nothing but tabs. */}
      <button
        type="button"
        className="tab-close"
        aria-hidden="true"
        tabIndex={-1}
        title={dirty ? 'Close; there are unsaved changes' : 'Close'}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => askThenClose([key])}
      >
        <span className="tab-dot" />
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}

/** In full, as a tab may have no room for it. */
function placeOf(open: OpenDocument): string {
  const { fileName, folder } = open;
  return fileName === null ? `${shownName(open)} – not in a file yet` : `${fileName} – in ${folder}`;
}
