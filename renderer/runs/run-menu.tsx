import { useRef, useState } from 'react';
import type { RunSummary } from '../../electron/contract.ts';
import { IconButton } from '../design/button.tsx';
import { Menu } from '../design/menu.tsx';
import type { RunPlace } from './panel-view.ts';
import { runActions } from './run-actions.ts';

type RunMenuProps = { readonly summary: RunSummary; readonly at: RunPlace };

/** The button that opens a run's menu. */
export function RunMenu({ summary, at }: RunMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<DOMRect | null>(null);
  return (
    <>
      <IconButton
        ref={button}
        icon="more"
        size={at === 'head' ? 'normal' : 'small'}
        label={`More about ${summary.title}`}
        title="More"
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() => setPlace(button.current?.getBoundingClientRect() ?? null)}
      />
      {place && (
        <Menu
          label={summary.title}
          items={runActions(summary, at)}
          at={place}
          onClose={() => setPlace(null)}
        />
      )}
    </>
  );
}
