import { type KeyboardEvent, useEffect, useRef } from 'react';
import { commandTitle, giveCommand } from '../app/commands.ts';
import { focusPanel } from '../app/panel-focus.ts';
import { IconButton } from '../design/button.tsx';
import { askThenClose } from '../files/file-commands.ts';
import { moveDocument, useWorkspace } from '../stores/workspace.ts';
import { DocumentTab } from './document-tab.tsx';
import './tab-bar.css';
import { useTabDrag } from './tab-drag.ts';
import { TabMenu } from './tab-menu.tsx';

/** The documents that are open, each a tab; they are dragged into order, and more than there is room for are scrolled. */
export function TabBar() {
  const order = useWorkspace((it) => it.order);
  const active = useWorkspace((it) => it.active);
  const list = useRef<HTMLDivElement>(null);
  const { dragged, begin } = useTabDrag(list);
  useEffect(() => {
    if (order.length > 0)
      tabElement(active)?.closest('.tab')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, order]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas that had the keys went with its document
  useEffect(() => {
    if (document.activeElement === document.body) focusPanel('canvas');
  }, [active]);
  return (
    <nav className="tab-bar" aria-label="Tabs" data-panel="tabs">
      <div
        ref={list}
        className="tab-list"
        role="tablist"
        aria-label="Open pipelines"
        tabIndex={-1}
        onKeyDown={onTabKey}
        onWheel={({ currentTarget, deltaX, deltaY }) => {
          // A wheel turns one way only, and there is nothing to scroll up or down.
          if (deltaX === 0) currentTarget.scrollLeft += deltaY;
        }}
      >
        {order.map((key) => (
          <DocumentTab
            key={key}
            document={key}
            active={key === active}
            by={dragged?.key === key ? dragged.by : null}
            onPress={begin}
          />
        ))}
      </div>
      <IconButton
        className="tab-new"
        icon="add"
        size="small"
        label="New pipeline"
        title={commandTitle('new')}
        onClick={() => giveCommand('new')}
      />
      <TabMenu />
    </nav>
  );
}

const tabElement = (key: string): HTMLElement | null => document.getElementById(`tab-${key}`);

/** Arrows go from tab to tab, Enter shows one (it is a button), Delete closes it; with Ctrl and Shift arrows move it. */
function onTabKey(event: KeyboardEvent<HTMLElement>): void {
  const { order } = useWorkspace.getState();
  const at = order.findIndex((it) => tabElement(it) === event.target);
  const key = order[at];
  if (key === undefined) return;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: order.length - 1 }[event.key];
  const moves = event.ctrlKey && event.shiftKey;
  if (to !== undefined && moves) {
    moveDocument(key, Math.min(to, order.length - 1));
    tabElement(key)?.focus();
  } else if (to !== undefined) tabElement(order[(to + order.length) % order.length] ?? key)?.focus();
  else if (event.key === 'Delete') {
    tabElement(order[at + 1] ?? order[at - 1] ?? key)?.focus();
    askThenClose([key]);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
