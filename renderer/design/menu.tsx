import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './menu.css';

export type MenuItem =
  | {
      readonly label: string;
      readonly icon?: IconName;
      /** A dot of this colour, in place of an icon. */
      readonly swatch?: string;
      /** Shown at the right, e.g. `Ctrl+D`. */
      readonly keys?: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      /** One of several values of which this is, or is not, the one in force. */
      readonly checked?: boolean;
      readonly onChoose: () => void;
    }
  | 'line';

type MenuProps = {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** The button or point it belongs to, in pixels of the window. */
  readonly at: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly onClose: () => void;
};

const ITEMS = '[role^=menuitem]:not(:disabled)';

/** A menu in the top layer: arrow keys, Home, End and first letters move; Escape or a press outside closes. */
export function Menu({ label, items, at, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    const before = document.activeElement;
    element.showPopover();
    // Placed once its size is known: below and flush right where there is room, else turned over.
    const { width, height } = element.getBoundingClientRect();
    const left = at.left + width > innerWidth - 8 ? at.right - width : at.left;
    const below = at.bottom + height + 8 <= innerHeight;
    element.style.left = `${Math.max(8, left)}px`;
    element.style.top = `${Math.max(8, below ? at.bottom : at.top - height - 8)}px`;
    const inForce = element.querySelector<HTMLElement>(`${ITEMS}[aria-checked=true]`);
    (inForce ?? element.querySelector<HTMLElement>(ITEMS))?.focus();
    return () => {
      // What was chosen may have taken the focus on purpose.
      const free = document.activeElement === document.body || element.contains(document.activeElement);
      if (free && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [at]);

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEMS)];
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to = targetOf(event.key, here, all);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[to]?.focus();
  };

  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="menu"
      onKeyDown={move}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {items.map((item, index) =>
        item === 'line' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and items do not move
          <hr className="menu-line" key={index} />
        ) : (
          <button
            key={item.label}
            type="button"
            {...(item.checked === undefined
              ? { role: 'menuitem' }
              : { role: 'menuitemradio', 'aria-checked': item.checked })}
            tabIndex={-1}
            className="menu-item"
            disabled={item.disabled}
            data-danger={item.danger || undefined}
            onClick={() => {
              menu.current?.hidePopover();
              item.onChoose();
            }}
          >
            {item.icon && <Icon name={item.icon} />}
            {item.swatch && <span className="menu-swatch" style={{ background: item.swatch }} />}
            {item.label}
            {item.checked && <Icon name="check" className="menu-check" />}
            {item.keys && <span className="menu-keys">{item.keys}</span>}
          </button>
        ),
      )}
    </div>
  );
}

function targetOf(key: string, here: number, all: readonly HTMLElement[]): number | undefined {
  if (key === 'ArrowDown') return (here + 1) % all.length;
  if (key === 'ArrowUp') return (here - 1 + all.length) % all.length;
  if (key === 'Home') return 0;
  if (key === 'End') return all.length - 1;
  if (key.length !== 1) return undefined;
  const letter = key.toLowerCase();
  const found = all.findIndex(
    (it, at) => at > here && it.textContent?.trim().toLowerCase().startsWith(letter),
  );
  return found >= 0 ? found : undefined;
}
