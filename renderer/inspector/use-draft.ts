import { type KeyboardEvent, useRef, useState } from 'react';
import { sameJson } from '../../src/pipeline/diff.ts';
import type { Value } from './form-fields.ts';
import type { Reading } from './reading.ts';

type DraftOptions<T extends Value> = {
  readonly value: Value;
  readonly show: (value: Value) => string;
  readonly read: (text: string) => Reading<T>;
  /** Writes a value; the same `gesture` means the same step of the history. */
  readonly write: (value: Value, gesture: string) => void;
};

let gestures = 0;
/** A name for one gesture; edits that carry it one after the other are one step of the history. */
export const newGesture = (): string => {
  gestures += 1;
  return `form ${gestures}`;
};

/**
 * A text field over a value. What is typed stays as it was typed; it is written while it can be read, and what
 * cannot stays in the field alone, with what is allowed. Escape takes all of it back.
 */
export function useDraft<T extends Value>({ value, show, read, write }: DraftOptions<T>) {
  /** What is typed, and the value that it stands over: another value, as after Undo, ends it. */
  const [draft, setDraft] = useState<{ text: string; over: Value } | null>(null);
  const begun = useRef<{ gesture: string; value: Value } | null>(null);
  const live = draft && sameJson(draft.over, value) ? draft : null;
  const text = live?.text ?? show(value);
  const reading = live ? read(live.text) : undefined;
  const session = () => {
    begun.current ??= { gesture: newGesture(), value };
    return begun.current;
  };
  const type = (typed: string): void => {
    const next = read(typed);
    setDraft({ text: typed, over: next.ok ? next.value : value });
    if (next.ok) write(next.value, session().gesture);
  };
  return {
    text,
    problem: reading?.ok === false ? reading.allowed : undefined,
    type,
    /** Sets it as a press of an arrow key does, within the same step of the history as what is typed. */
    set(next: T): void {
      setDraft(null);
      write(next, session().gesture);
    },
    onFocus(): void {
      begun.current = { gesture: newGesture(), value };
    },
    onBlur(): void {
      begun.current = null;
      // What was read is written as it is shown; what was not stays, to be mended.
      if (!reading || reading.ok) setDraft(null);
    },
    /** Whether the key was one of its own. */
    onKey(event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void {
      if (event.key === 'Escape' && (live || begun.current)) {
        const { gesture, value: before } = session();
        setDraft(null);
        if (!sameJson(before, value)) write(before, gesture);
        event.preventDefault();
      } else if (event.key === 'Enter' && event.currentTarget instanceof HTMLInputElement) {
        begun.current = null;
        if (!reading || reading.ok) setDraft(null);
        event.currentTarget.select();
      }
    },
  };
}
