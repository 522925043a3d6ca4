import { type KeyboardEvent, useEffect, useRef } from 'react';
import { EngineChip } from '../app/engine-chip.tsx';
import { focusPanel } from '../app/panel-focus.ts';
import { ThemeButton } from '../app/theme-button.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { fileCommands } from '../files/file-commands.ts';
import { offerRecovered } from '../files/file-question.ts';
import { useRecovered } from '../files/recovered.ts';
import { shownName, useDocument } from '../stores/document.ts';
import { useView } from '../stores/view.ts';
import './gallery.css';
import { ARROWS, nearest } from './nearest.ts';
import { RecentList } from './recent-list.tsx';
import { TemplateSection } from './template-section.tsx';

/** Where work begins: templates, recent files, an empty canvas. Over an open document, Escape goes back to it. */
export function Gallery() {
  const over = useView((it) => it.gallery === 'over');
  const name = useDocument(shownName);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    page.current?.focus();
    // What was chosen is on the canvas now, and its keys shall work at once.
    return () => focusPanel('canvas');
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && over) fileCommands.gallery();
    if (moveFocus(event.currentTarget, event.key)) event.preventDefault();
  };
  return (
    <main ref={page} className="gallery" aria-label="Gallery" tabIndex={-1} onKeyDown={onKeyDown}>
      <div className="gallery-page">
        <header className="gallery-head">
          <span className="gallery-mark">
            <Icon name="still" size={40} />
          </span>
          <div className="gallery-words">
            <h1 className="gallery-heading">Potstill</h1>
            <p className="gallery-saying">Teach a small network what a large one knows.</p>
          </div>
          <EngineChip />
          <ThemeButton />
          {over && <IconButton icon="close" label={`Back to ${name}`} onClick={fileCommands.gallery} />}
        </header>
        <RecoveredNote />
        <div className="gallery-columns">
          <TemplateSection />
          <div className="gallery-files">
            <div className="gallery-buttons">
              <Button icon="add" size="large" data-choice="" onClick={fileCommands.new}>
                Empty canvas
              </Button>
              <Button icon="folder" size="large" data-choice="" onClick={fileCommands.open}>
                Open…
              </Button>
            </div>
            <RecentList />
          </div>
        </div>
      </div>
    </main>
  );
}

function RecoveredNote() {
  const found = useRecovered((it) => it.found);
  if (found.length === 0) return null;
  return (
    <div className="gallery-note gallery-recovered">
      <Icon name="clock" />
      <p>
        {found.length === 1
          ? `“${found[0]?.name}” was never saved.`
          : `${found.length} pipelines were never saved.`}
      </p>
      <Button size="small" data-choice="" onClick={offerRecovered}>
        Look at {found.length === 1 ? 'it' : 'them'}…
      </Button>
    </div>
  );
}

/** Arrow keys go from choice to choice as they lie on screen. */
function moveFocus(page: HTMLElement, key: string): boolean {
  const arrow = ARROWS.find((it) => it === key);
  if (!arrow) return false;
  const choices = [...page.querySelectorAll<HTMLElement>('[data-choice]')];
  const here = choices.find((it) => it === document.activeElement);
  if (!here) {
    choices[0]?.focus();
    return choices.length > 0;
  }
  const others = choices.filter((it) => it !== here);
  const edges = others.map((it) => it.getBoundingClientRect());
  const to = nearest(here.getBoundingClientRect(), edges, arrow);
  if (to === undefined) return false;
  others[to]?.focus();
  return true;
}
