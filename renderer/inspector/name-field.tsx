import { useRef } from 'react';
import { rename } from '../canvas/title-field.tsx';

/** The node's own name, written where it is read. */
export function NameField({ node, title }: { node: string; title: string }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <input
      ref={field}
      // Another name, as after Undo, is another field.
      key={title}
      className="name-field truncate"
      aria-label="Name of the node"
      title={title}
      defaultValue={title}
      spellCheck={false}
      onBlur={(event) => rename(node, event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.value = title;
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
