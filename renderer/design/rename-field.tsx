import { useRef } from 'react';

type RenameFieldProps = {
  /** Said aloud. */
  readonly label: string;
  readonly name: string;
  readonly className: string;
  /** Once, however it ends: with what stands in the field, trimmed; null after Escape. A key leaves the focus nowhere. */
  readonly onDone: (name: string | null, by: 'key' | 'press') => void;
};

/** Where a name is written over in its own place: Enter or a press elsewhere takes it, Escape leaves it as it was. */
export function RenameField({ label, name, className, onDone }: RenameFieldProps) {
  const given = useRef(false);
  const finish = (next: string | null, by: 'key' | 'press'): void => {
    if (given.current) return;
    given.current = true;
    onDone(next === null ? null : next.trim(), by);
  };
  return (
    <input
      className={className}
      aria-label={label}
      defaultValue={name}
      maxLength={200}
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value, 'press')}
      onKeyDown={(event) => {
        // Keys of a name are no keys of the canvas or the list around it.
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value, 'key');
        if (event.key === 'Escape') finish(null, 'key');
      }}
    />
  );
}
