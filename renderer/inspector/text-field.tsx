import { definitionsIn } from '../catalogue.ts';
import { useDocument } from '../stores/document.ts';
import { refuseParam } from './allowed-param.ts';
import { DraftInput } from './draft-input.tsx';
import { fieldValue, type Value } from './form-fields.ts';
import type { ParamProps } from './param-props.ts';
import { ParamRow } from './param-row.tsx';
import { writeParam } from './param-write.ts';
import type { Reading } from './reading.ts';
import { useDraft } from './use-draft.ts';

/** A line of text; what is allowed in it, the definition's schema says. */
export function TextField(props: ParamProps<'text'>) {
  const { node, field, params } = props;
  const type = useDocument((it) => it.document.nodes[node]?.type);
  const read = (text: string): Reading<string> => {
    const definition = definitionsIn(useDocument.getState().document).get(type ?? '');
    const refused = definition && refuseParam(definition, params, field.param, text);
    return refused === undefined ? { ok: true, value: text } : { ok: false, allowed: refused };
  };
  const draft = useDraft<string>({
    value: fieldValue(field, params),
    show: (value: Value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
    read,
    write: (next, gesture) => writeParam(node, field, next, gesture),
  });
  return (
    <ParamRow {...props} typed={draft.problem}>
      {(control) => <DraftInput control={control} draft={draft} />}
    </ParamRow>
  );
}
