import { useState } from 'react';
import { bridge } from '../bridge.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { reloadWindow } from '../files/reload-window.ts';
import './fault-note.css';

type FaultNoteProps = { readonly what: string; readonly fault: Error; readonly onAgain: () => void };

/** In place of what failed: that nothing is lost, and how to go on. */
export function FaultNote({ what, fault, onAgain }: FaultNoteProps) {
  const [loading, setLoading] = useState(false);
  const reload = () => {
    setLoading(true);
    void reloadWindow();
  };
  const copy = () =>
    void bridge().call['clipboard.write']({ text: `${fault.name}: ${fault.message}\n${fault.stack ?? ''}` });
  return (
    <div className="fault" role="alert">
      <Icon name="error" size={24} />
      <h2 className="fault-title">{what} failed</h2>
      <p>
        Your pipeline is not touched, and what is not saved is kept. A run that is going on goes on. Try
        again, or load the window anew: it opens where you are.
      </p>
      <p className="fault-words selectable">{fault.message}</p>
      <div className="fault-buttons">
        <Button onClick={onAgain}>Try again</Button>
        <Button look="primary" icon="restart" aria-disabled={loading} onClick={reload}>
          Load the window anew
        </Button>
        <Button look="quiet" icon="copy" onClick={copy}>
          Copy for a report
        </Button>
      </div>
    </div>
  );
}
