import { Switch } from '../design/switch.tsx';
import { fieldValue } from './form-fields.ts';
import type { ParamProps } from './param-props.ts';
import { ParamRow } from './param-row.tsx';
import { writeParam } from './param-write.ts';

/** On or off. */
export function FlagField(props: ParamProps<'flag'>) {
  const { node, field, params } = props;
  return (
    <ParamRow {...props} aside>
      {(control) => (
        <Switch
          label={field.title}
          hideLabel
          id={control.id}
          {...(control['aria-describedby'] && { describedBy: control['aria-describedby'] })}
          checked={fieldValue(field, params) === true}
          onChange={(on) => writeParam(node, field, on)}
        />
      )}
    </ParamRow>
  );
}
