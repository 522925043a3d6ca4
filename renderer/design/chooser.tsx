import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import './chooser.css';
import { SearchField } from './field.tsx';
import type { IconName } from './icon.tsx';
import { MarkedLine } from './marked-line.tsx';

/** One line that can be chosen. */
export type Choice = {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly icon: IconName;
  /** CSS colour of the icon; the text's own where it is left out. */
  readonly colour?: string;
  readonly keys?: string;
  /** Stands in the list and cannot be chosen now; `detail` says why. */
  readonly disabled?: boolean;
};

type ChooserProps<T extends Choice> = {
  /** Names the search, and stands in its field while that is empty. */
  readonly label: string;
  readonly listLabel: string;
  /** What a search finds, best first; everything for an empty one. */
  readonly search: (query: string) => readonly T[];
  /** What stands in the place of an empty list. */
  readonly none: (query: string) => string;
  readonly size?: 'normal' | 'wide';
  /** The upper left corner in the window, for a box of this size. */
  readonly place: (box: { readonly width: number; readonly height: number }) => {
    readonly x: number;
    readonly y: number;
  };
  readonly onChoose: (choice: T) => void;
  /** By a key: the focus goes back to where it was. A press outside ends it by `onLeave`. */
  readonly onClose: () => void;
  readonly onLeave: () => void;
};

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
/** The least distance from the window's edge, in CSS pixels. */
const EDGE = 8;

/** A search with a list under it, over everything else. Arrows lead through the list while one types. */
export function Chooser<T extends Choice>(props: ChooserProps<T>) {
  const { label, search, onChoose, onClose, onLeave } = props;
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = search(query);
  const chosen = found[Math.min(at, found.length - 1)];
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const optionId = (it: T): string => `${listId}-${it.id}`;

  const { place } = props;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || element.matches(':popover-open')) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const { x, y } = place({ width, height });
    element.style.left = `${Math.max(EDGE, Math.min(innerWidth - width - EDGE, x))}px`;
    element.style.top = `${Math.max(EDGE, Math.min(innerHeight - height - EDGE, y))}px`;
    element.querySelector('input')?.focus();
  }, [place]);
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (choice: T | undefined): void => {
    if (choice && !choice.disabled) onChoose(choice);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const by = MOVES[event.key];
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
      onClose();
    }
  };

  return (
    <div
      ref={box}
      popover="auto"
      className="chooser"
      data-size={props.size ?? 'normal'}
      role="dialog"
      aria-label={label}
      onToggle={(event) => {
        if (event.newState === 'closed') onLeave();
      }}
      onKeyDown={onKeyDown}
    >
      <SearchField
        label={label}
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
      <div className="chooser-list" role="listbox" id={listId} aria-label={props.listLabel}>
        {found.map((it) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the focus and hears the keys
          <div
            key={it.id}
            id={optionId(it)}
            role="option"
            tabIndex={-1}
            aria-selected={it === chosen}
            aria-disabled={it.disabled || undefined}
            className="chooser-item"
            style={{ ['--category' as string]: it.colour ?? 'var(--text-soft)' }}
            onPointerMove={() => setAt(found.indexOf(it))}
            onClick={() => choose(it)}
          >
            <MarkedLine icon={it.icon} title={it.title} detail={it.detail} />
            {it.keys && <kbd className="chooser-keys">{it.keys}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="chooser-none">{props.none(query.trim())}</p>}
    </div>
  );
}
