import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { NodeDefinition } from '../../src/nodes/define.ts';
import { SearchField } from '../design/field.tsx';
import { Icon } from '../design/icon.tsx';
import { searchNodes } from '../palette/search-nodes.ts';
import { useDocument } from '../stores/document.ts';
import { type QuickAdd as QuickAddPlace, useView } from '../stores/view.ts';
import { addChosen } from './add-chosen.ts';
import { fittingKinds } from './fitting-kinds.ts';
import './quick-add.css';
import { surface } from './surface.ts';

/** The search for a new node, where it was opened; nothing otherwise. */
export function QuickAdd() {
  const place = useView((it) => it.quickAdd);
  // A second opening elsewhere begins anew.
  return place && <Search key={`${place.window.x} ${place.window.y}`} place={place} />;
}

const close = (): void => {
  useView.setState({ quickAdd: null });
  surface()?.focus();
};

function Search({ place }: { place: QuickAddPlace }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const document = useDocument((it) => it.document);
  const fitting = useMemo(() => fittingKinds(document, place), [document, place]);
  const found = searchNodes(query, fitting);
  const chosen = found[Math.min(at, found.length - 1)];
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const optionId = (it: NodeDefinition): string => `${listId}-${it.type}`;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, place.window.x - 12))}px`;
    element.style.top = `${Math.max(8, Math.min(innerHeight - height - 8, place.window.y - 20))}px`;
    element.querySelector('input')?.focus();
  }, [place]);
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (definition: NodeDefinition | undefined): void => {
    if (!definition) return;
    useView.setState({ quickAdd: null });
    addChosen(definition, place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const move: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    const by = move[event.key];
    if (by !== undefined) {
      event.preventDefault();
      const last = found.length - 1;
      const here = Math.min(at, last);
      // One step past the end comes round; a page stops there.
      const round = (here + by + found.length) % Math.max(1, found.length);
      setAt(Math.abs(by) === 1 ? round : Math.max(0, Math.min(last, here + by)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
    }
  };

  return (
    <div
      ref={box}
      popover="auto"
      className="quick-add"
      role="dialog"
      aria-label={titleFor(place)}
      onToggle={(event) => {
        if (event.newState === 'closed' && useView.getState().quickAdd === place)
          useView.setState({ quickAdd: null });
      }}
      onKeyDown={onKeyDown}
    >
      <SearchField
        label={titleFor(place)}
        value={query}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen && optionId(chosen)}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div className="quick-add-list" role="listbox" id={listId} aria-label="Nodes">
        {found.map((it) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the focus and hears the keys
          <div
            key={it.type}
            id={optionId(it)}
            role="option"
            tabIndex={-1}
            aria-selected={it === chosen}
            className="quick-add-item"
            style={{ ['--category' as string]: `var(--category-${it.category})` }}
            onPointerMove={() => setAt(found.indexOf(it))}
            onClick={() => choose(it)}
          >
            <span className="quick-add-mark">
              <Icon name={it.category} size={14} />
            </span>
            <span className="quick-add-words">
              <strong className="truncate">{it.title}</strong>
              <span className="truncate">{it.summary}</span>
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="quick-add-none">
          {fitting.length === 0 ? 'No node fits here.' : `No node that fits is called “${query.trim()}”.`}
        </p>
      )}
    </div>
  );
}

function titleFor({ wire, into }: QuickAddPlace): string {
  if (into !== undefined) return 'Search nodes for this wire';
  return wire ? 'Search nodes that fit' : 'Search nodes';
}
