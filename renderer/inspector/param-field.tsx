import { memo } from 'react';
import { never } from '../../src/pipeline/ports.ts';
import { ChoiceField } from './choice-field.tsx';
import { FlagField } from './flag-field.tsx';
import { ModelFileField } from './model-file-field.tsx';
import { NumberField } from './number-field.tsx';
import type { ParamProps } from './param-props.ts';
import { SizesField } from './sizes-field.tsx';
import { TextField } from './text-field.tsx';

/** One parameter with the control that its kind asks for. */
export const ParamField = memo(function ParamField({ field, ...rest }: ParamProps) {
  switch (field.kind) {
    case 'number':
      return <NumberField field={field} {...rest} />;
    case 'choice':
      return <ChoiceField field={field} {...rest} />;
    case 'flag':
      return <FlagField field={field} {...rest} />;
    case 'text':
      return <TextField field={field} {...rest} />;
    case 'sizes':
      return <SizesField field={field} {...rest} />;
    case 'model-file':
      return <ModelFileField field={field} {...rest} />;
    default:
      return never(field);
  }
});
