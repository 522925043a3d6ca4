import { useRef, useState } from 'react';
import { CATEGORIES } from '../../src/nodes/define.ts';
import { definitions } from '../catalogue.ts';
import { Button } from '../design/button.tsx';
import { SearchField } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { moveFocus } from '../design/move-focus.ts';
import { categoryTitles } from './category-titles.ts';
import { HelpCard } from './help-card.tsx';
import { NoteItem } from './note-item.tsx';
import './palette.css';
import { PaletteItem } from './palette-item.tsx';
import { searchNodes } from './search-nodes.ts';
import { meantAsNote, soughtAsNote } from './sought-as-note.ts';

const all = [...definitions.values()];

/** Every kind of node, by category, to be dragged onto the canvas or added with a press. */
export function Palette() {
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // What fits best stands first, wherever the list was scrolled to before.
  const search = (text: string) => {
    setQuery(text);
    list.current?.scrollTo({ top: 0 });
  };
  const found = searchNodes(query, all);
  const searching = query.trim() !== '';
  const noteSought = !searching || soughtAsNote(query);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys lead through the items within
    <div className="palette" onKeyDown={moveFocus}>
      <div className="palette-search">
        <SearchField
          ref={field}
          label="Search nodes"
          value={query}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && searching) search('');
          }}
        />
      </div>
      <div ref={list} className="palette-list">
        {/* What is searched for is listed by how well it fits, not by category. */}
        {searching && meantAsNote(query) && <NoteItem />}
        {searching
          ? found.map((it) => <PaletteItem key={it.type} definition={it} />)
          : CATEGORIES.map((category) => (
              <section key={category} className="palette-section" aria-label={categoryTitles[category]}>
                <h2
                  className="palette-category"
                  style={{ ['--category' as string]: `var(--category-${category})` }}
                >
                  <Icon name={category} />
                  {categoryTitles[category]}
                </h2>
                {found
                  .filter((it) => it.category === category)
                  .map((it) => (
                    <PaletteItem key={it.type} definition={it} />
                  ))}
              </section>
            ))}
        {noteSought && !(searching && meantAsNote(query)) && (
          <section className="palette-section" aria-label="For readers">
            {!searching && (
              <h2 className="palette-category" style={{ ['--category' as string]: 'var(--frame-amber)' }}>
                <Icon name="note" />
                For readers
              </h2>
            )}
            <NoteItem />
          </section>
        )}
        {found.length === 0 && !noteSought && (
          <div className="palette-none">
            <p>No node is called “{query.trim()}”.</p>
            <Button
              size="small"
              onClick={() => {
                search('');
                field.current?.focus();
              }}
            >
              Show all nodes
            </Button>
          </div>
        )}
      </div>
      <p className="only-heard" role="status">
        {searching ? `${found.length + (noteSought ? 1 : 0)} found` : ''}
      </p>
      <HelpCard />
    </div>
  );
}
