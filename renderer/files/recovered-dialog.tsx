import { useState } from 'react';
import type { Recovery } from '../../electron/contract.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { relativeTime } from '../gallery/relative-time.ts';
import { openAllRecovered, openRecovered } from './file-commands.ts';
import './file-dialogs.css';
import { closeFileQuestion } from './file-question.ts';
import { countAll, discardRecovered, useRecovered } from './recovered.ts';

/** Offers work of before that was never saved. Nothing of it goes unless the person says so twice. */
export function RecoveredDialog() {
  const found = useRecovered((it) => it.found);
  const all = useRecovered(countAll);
  const later = () => closeFileQuestion('recovered');
  return (
    <Dialog
      title="Go on with unsaved work?"
      onClose={later}
      actions={
        <>
          <Button onClick={later}>Later</Button>
          {all > 1 && (
            <Button look="primary" data-first-focus onClick={openAllRecovered}>
              {`Restore all ${all} tabs`}
            </Button>
          )}
        </>
      }
    >
      <p>
        {found.length === 1
          ? 'Potstill ended before this was saved.'
          : 'Potstill ended before these were saved. What you do not open now stays in the gallery.'}
      </p>
      <ul className="recovered-list">
        {found.map((work, at) => (
          <RecoveredWork key={work.key} work={work} first={at === 0 && all === 1} />
        ))}
      </ul>
    </Dialog>
  );
}

function RecoveredWork({ work, first }: { work: Recovery; first: boolean }) {
  const [asked, setAsked] = useState(false);
  return (
    <li className="recovered-work">
      <div className="recovered-words">
        <p className="recovered-name truncate" title={work.name}>
          {work.name}
        </p>
        <p className="recovered-when" title={new Date(work.written).toLocaleString('en')}>
          {asked ? 'Throw it away for good?' : `Changed ${relativeTime(work.written, Date.now())}`}
        </p>
      </div>
      {asked ? (
        <>
          <Button size="small" data-first-focus onClick={() => setAsked(false)}>
            Keep
          </Button>
          <Button size="small" look="danger" onClick={() => void discardRecovered(work)}>
            Discard
          </Button>
        </>
      ) : (
        <>
          <Button
            size="small"
            look="quiet"
            aria-label={`Discard ${work.name}`}
            onClick={() => setAsked(true)}
          >
            Discard…
          </Button>
          <Button
            size="small"
            look={first ? 'primary' : 'plain'}
            aria-label={`Restore ${work.name}`}
            {...(first && { 'data-first-focus': '' })}
            onClick={() => openRecovered(work)}
          >
            Restore
          </Button>
        </>
      )}
    </li>
  );
}
