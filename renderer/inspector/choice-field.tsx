import { Segmented } from '../design/segmented.tsx';
import { fieldValue } from './form-fields.ts';
import type { ParamProps } from './param-props.ts';
import { ParamRow } from './param-row.tsx';
import { writeParam } from './param-write.ts';

/** So many letters stand side by side in the inspector's width. */
const BESIDE = 30;

/** One of a few values: side by side where their names are short, else in a list. */
export function ChoiceField(props: ParamProps<'choice'>) {
  const { node, field, params } = props;
  const { options, title } = field;
  const value = String(fieldValue(field, params));
  const letters = options.reduce((sum, it) => sum + it.label.length + 3, 0);
  const set = (next: string): void => writeParam(node, field, next);
  return (
    <ParamRow {...props}>
      {(control) =>
        letters <= BESIDE ? (
          <Segmented label={title} options={options} value={value} onChange={set} />
        ) : (
          <select
            {...control}
            className="input"
            value={value}
            onChange={(event) => set(event.currentTarget.value)}
          >
            {/* What stands in a file may be none of the choices. */}
            {!options.some((it) => it.value === value) && <option value={value}>{value}</option>}
            {options.map((it) => (
              <option key={it.value} value={it.value}>
                {it.label}
              </option>
            ))}
          </select>
        )
      }
    </ParamRow>
  );
}
