import { useRef, useState } from 'react';
import { shownKeys } from '../canvas/shown-keys.ts';
import { IconButton } from '../design/button.tsx';
import { Menu } from '../design/menu.tsx';
import { showSweep } from '../sweep/sweep-state.ts';
import { startRun } from './run-start.ts';

/** Beside Run: the other ways to run. */
export function RunWays({ blocked }: { readonly blocked: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<DOMRect | null>(null);
  return (
    <>
      <IconButton
        ref={button}
        look="primary"
        icon="chevron-down"
        className="run-ways"
        label="Ways to run"
        aria-disabled={blocked}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() => setPlace(button.current?.getBoundingClientRect() ?? null)}
      />
      {place && (
        <Menu
          label="Ways to run"
          at={place}
          onClose={() => setPlace(null)}
          items={[
            { label: 'Run', icon: 'play', ...shownKeys('run'), onChoose: () => void startRun() },
            {
              label: 'Run with profile',
              icon: 'gauge',
              ...shownKeys('run-profile'),
              onChoose: () => void startRun({ profile: true }),
            },
            {
              label: 'Try several values…',
              icon: 'table',
              onChoose: showSweep,
            },
          ]}
        />
      )}
    </>
  );
}
