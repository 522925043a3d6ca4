import { DraftInput } from './draft-input.tsx';
import { fieldValue } from './form-fields.ts';
import type { ParamProps } from './param-props.ts';
import { ParamRow } from './param-row.tsx';
import { writeParam } from './param-write.ts';
import { allowedSizes, readSizes, sizesText } from './sizes-text.ts';
import { useDraft } from './use-draft.ts';

/** Sizes one after another, such as the hidden layers of a network. */
export function SizesField(props: ParamProps<'sizes'>) {
  const { node, field, params } = props;
  const draft = useDraft<number[]>({
    value: fieldValue(field, params),
    show: sizesText,
    read: (text) => readSizes(text, field),
    write: (next, gesture) => writeParam(node, field, next, gesture),
  });
  return (
    <ParamRow {...props} typed={draft.problem} limits={allowedSizes(field)}>
      {(control) => <DraftInput control={control} draft={draft} inputMode="numeric" placeholder="none" />}
    </ParamRow>
  );
}
