import { useEffect } from 'react';
import type { RecentDocument } from '../../electron/contract.ts';
import { bridge, unwrap } from '../bridge.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { openRecent } from '../files/file-commands.ts';
import { useFileQuestions } from '../files/file-question.ts';
import './recent-list.css';
import { relativeTime } from './relative-time.ts';
import { useAsked } from './use-asked.ts';

const listRecent = (): Promise<RecentDocument[]> => unwrap(bridge().call['document.recent']({}));

/** The files that were opened or saved last. */
export function RecentList() {
  const [asked, again] = useAsked(listRecent);
  // A file that could not be opened may be gone, and then main has taken it off the list.
  const told = useFileQuestions((it) => it.questions.length > 0);
  useEffect(() => {
    if (told) again();
  }, [told, again]);
  const clear = async () => {
    await bridge().call['document.clear-recent']({});
    again();
  };
  const recent = asked.state === 'ready' ? asked.value : [];
  return (
    <section className="recent" aria-labelledby="recent-title">
      <header className="recent-head">
        <h2 className="gallery-title" id="recent-title">
          Recent files
        </h2>
        {recent.length > 0 && (
          <Button look="quiet" size="small" data-choice="" onClick={() => void clear()}>
            Clear
          </Button>
        )}
      </header>
      {asked.state === 'refused' && (
        <p className="gallery-note" role="alert">
          <Icon name="error" />
          The list could not be read. {asked.problem.message}
        </p>
      )}
      {asked.state === 'ready' && recent.length === 0 && (
        <p className="gallery-note">Files that you open or save will be listed here.</p>
      )}
      <ul className="recent-files">
        {recent.map((file) => (
          <RecentFile key={file.ticket} file={file} />
        ))}
      </ul>
    </section>
  );
}

function RecentFile({ file: { ticket, name, folder, opened } }: { file: RecentDocument }) {
  const shown = name.replace(/\.json$/i, '');
  return (
    <li>
      <button
        type="button"
        className="recent-file"
        data-choice=""
        title={`${name} in ${folder}`}
        onClick={() => openRecent(ticket, name)}
      >
        <Icon name="document" />
        <span className="recent-words">
          <span className="recent-name truncate">{shown}</span>
          <span className="recent-where">
            <span className="truncate">{folder}</span>
            <span className="recent-when">{relativeTime(opened, Date.now())}</span>
          </span>
        </span>
      </button>
    </li>
  );
}
