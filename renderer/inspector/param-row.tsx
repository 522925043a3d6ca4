import { type ReactNode, useId } from 'react';
import type { Problem } from '../../src/pipeline/problem.ts';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { describeValue } from './describe-value.ts';
import { type FormField, isDefault } from './form-fields.ts';
import './param-row.css';
import { resetParam } from './param-write.ts';
import { RemedyButtons } from './remedy-buttons.tsx';

/** What a control needs of the row that it stands in. */
export type Control = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
};

type ParamRowProps = {
  readonly node: string;
  readonly field: FormField;
  readonly params: Parameters<typeof isDefault>[1];
  readonly problems: readonly Problem[];
  /** What is wrong with what is typed, which the document knows nothing of. */
  readonly typed?: string | undefined;
  /** What may stand in it, told while one is writing there. */
  readonly limits?: string;
  /** Beside the label rather than below it. */
  readonly aside?: boolean;
  readonly children: (control: Control) => ReactNode;
};

/** One parameter: its name, its control, what it means, what is wrong with it, and the way back to its default. */
export function ParamRow({ node, field, params, problems, typed, limits, aside, children }: ParamRowProps) {
  const id = useId();
  const wrong = typed !== undefined || problems.some((it) => it.severity === 'error');
  const control: Control = {
    id,
    'aria-describedby': `${id}-help`,
    'aria-invalid': wrong,
  };
  return (
    <div className="param" data-param={field.param} data-aside={aside || undefined}>
      <div className="param-head">
        <label htmlFor={id}>{field.title}</label>
        {field.unit && <span className="param-unit">{field.unit}</span>}
        {!isDefault(field, params) && (
          <IconButton
            icon="restart"
            size="small"
            className="param-reset"
            label={`Reset ${field.title} to ${describeValue(field, field.default)}`}
            onClick={() => resetParam(node, field)}
          />
        )}
      </div>
      {children(control)}
      <div id={`${id}-help`} className="param-words">
        {typed !== undefined && <Wrong text={typed} />}
        {typed === undefined &&
          problems.map((it) => (
            <div key={it.message}>
              <Wrong text={it.message} more={it.fix} />
              <RemedyButtons problem={it} />
            </div>
          ))}
        <p className="param-help">
          {field.help} {limits && <span className="param-limits">{limits}</span>}
        </p>
      </div>
    </div>
  );
}

function Wrong({ text, more }: { text: string; more?: string | undefined }) {
  return (
    <p className="param-wrong" role="alert">
      <Icon name="error" size={14} />
      <span>
        {text} {more}
      </span>
    </p>
  );
}
