import { type KeyboardEvent, useRef } from 'react';
import './segmented.css';

type Option<V extends string> = {
  readonly value: V;
  readonly label: string;
  /** Id of the tab's panel, where these are tabs. */
  readonly controls?: string;
};

type SegmentedProps<V extends string> = {
  readonly label: string;
  readonly options: readonly Option<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly size?: 'small' | 'normal';
  /** `tabs`: each shows a panel. `choice`: one of a few values. */
  readonly kind?: 'choice' | 'tabs';
};

/** A few exclusive choices side by side; one tab stop, arrow keys move and choose. */
export function Segmented<V extends string>({
  label,
  options,
  value,
  onChange,
  size = 'normal',
  kind = 'choice',
}: SegmentedProps<V>) {
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = options.findIndex((it) => it.value === value);
    const last = options.length - 1;
    const to =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? at - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? last
              : undefined;
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(last, Math.max(0, to));
    const option = options[next];
    if (option) onChange(option.value);
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useAriaPropsSupportedByRole: either role is a group of controls
    <div
      ref={group}
      className="segmented"
      role={kind === 'tabs' ? 'tablist' : 'radiogroup'}
      aria-label={label}
      data-size={size}
      onKeyDown={move}
    >
      {options.map((option) => {
        const chosen = option.value === value;
        const state =
          kind === 'tabs'
            ? { role: 'tab', 'aria-selected': chosen, 'aria-controls': option.controls }
            : { role: 'radio', 'aria-checked': chosen };
        return (
          <button
            key={option.value}
            {...state}
            type="button"
            className="segment"
            tabIndex={chosen ? 0 : -1}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
