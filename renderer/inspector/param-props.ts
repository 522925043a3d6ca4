import type { Params } from '../../src/pipeline/document.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import type { FormField } from './form-fields.ts';

/** What the control of one kind of parameter is given. */
export type ParamProps<K extends FormField['kind'] = FormField['kind']> = {
  readonly node: string;
  readonly field: Extract<FormField, { kind: K }>;
  readonly params: Params;
  /** Of this parameter. */
  readonly problems: readonly Problem[];
};
