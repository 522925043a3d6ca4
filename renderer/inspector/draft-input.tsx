import type { ComponentPropsWithoutRef } from 'react';
import type { Control } from './param-row.tsx';
import type { useDraft } from './use-draft.ts';

type DraftInputProps = Omit<
  ComponentPropsWithoutRef<'input'>,
  'value' | 'onChange' | 'onFocus' | 'onBlur'
> & {
  readonly control: Control;
  readonly draft: Pick<ReturnType<typeof useDraft>, 'text' | 'type' | 'onFocus' | 'onBlur' | 'onKey'>;
};

/** The line in which a parameter is typed. */
export function DraftInput({ control, draft, ...rest }: DraftInputProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      className="input"
      onKeyDown={draft.onKey}
      {...rest}
      {...control}
      value={draft.text}
      onChange={(event) => draft.type(event.currentTarget.value)}
      onFocus={draft.onFocus}
      onBlur={draft.onBlur}
    />
  );
}
