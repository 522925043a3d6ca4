import type { NodeDefinition } from '../../src/nodes/define.ts';
import { type ParamMeta, paramsSchema } from '../../src/nodes/params.ts';
import type { Params } from '../../src/pipeline/document.ts';

export type Value = Params[string];

type Common = Pick<ParamMeta, 'title' | 'help' | 'unit' | 'when' | 'inverse'> & {
  readonly param: string;
  readonly default: Value;
};

/** One parameter as a form draws it. */
export type FormField = Readonly<Common> &
  (
    | {
        readonly kind: 'number';
        readonly whole: boolean;
        readonly min: number;
        readonly max: number;
        /** How far an arrow key moves it; undefined where it goes through 1, 2, 5, 10 instead. */
        readonly step: number | undefined;
        readonly log: boolean;
      }
    | { readonly kind: 'choice'; readonly options: readonly { value: string; label: string }[] }
    | { readonly kind: 'flag' }
    | { readonly kind: 'text'; readonly most: number }
    | { readonly kind: 'sizes'; readonly least: number; readonly most: number; readonly count: number }
    | { readonly kind: 'model-file' }
  );

type Schema = Partial<ParamMeta> & {
  readonly type?: string;
  readonly default?: Value;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
};

const known = new WeakMap<NodeDefinition, readonly FormField[]>();

/**
 * The form of a node, drawn from its parameters' schema: order, limits, defaults and words are the definition's.
 *
 * @throws Error where a parameter is of a type that no control can set; the catalogue's test meets it first
 */
export function formFields(definition: NodeDefinition): readonly FormField[] {
  const before = known.get(definition);
  if (before) return before;
  const properties = (paramsSchema(definition.params).properties ?? {}) as Readonly<Record<string, Schema>>;
  const fields = Object.entries(properties).map(([param, schema]) => fieldOf(definition, param, schema));
  known.set(definition, fields);
  return fields;
}

function fieldOf(definition: NodeDefinition, param: string, schema: Schema): FormField {
  const common: Common = {
    param,
    title: schema.title ?? param,
    help: schema.help ?? '',
    default: schema.default ?? null,
    ...(schema.unit !== undefined && { unit: schema.unit }),
    ...(schema.when !== undefined && { when: schema.when }),
    ...(schema.inverse !== undefined && { inverse: schema.inverse }),
  };
  if (schema.control === 'model-file') return { ...common, kind: 'model-file' };
  if (schema.control === 'sizes')
    return {
      ...common,
      kind: 'sizes',
      least: schema.items?.minimum ?? 1,
      most: schema.items?.maximum ?? Number.MAX_SAFE_INTEGER,
      count: schema.maxItems ?? 16,
    };
  if (schema.enum)
    return {
      ...common,
      kind: 'choice',
      options: schema.enum.map((value) => ({ value, label: schema.titles?.[value] ?? value })),
    };
  switch (schema.type) {
    case 'integer':
    case 'number': {
      const log = schema.scale === 'log';
      return {
        ...common,
        kind: 'number',
        whole: schema.type === 'integer',
        min: schema.minimum ?? Number.NEGATIVE_INFINITY,
        max: schema.maximum ?? Number.POSITIVE_INFINITY,
        step: schema.step ?? (log ? undefined : schema.type === 'integer' ? 1 : 0.1),
        log,
      };
    }
    case 'boolean':
      return { ...common, kind: 'flag' };
    case 'string':
      return { ...common, kind: 'text', most: schema.maxLength ?? 1000 };
    default:
      throw new Error(`${definition.type}.${param} is a ${schema.type}, for which there is no control`);
  }
}

/** What a parameter is at the moment: as the person set it, or its default. */
export const fieldValue = (field: FormField, params: Params): Value => params[field.param] ?? field.default;

export const isDefault = (field: FormField, params: Params): boolean =>
  JSON.stringify(fieldValue(field, params)) === JSON.stringify(field.default);

/** The fields that mean something while the other parameters are as they are. */
export function shownFields(fields: readonly FormField[], params: Params): readonly FormField[] {
  return fields.filter(({ when }) => {
    if (!when) return true;
    const other = fields.find((it) => it.param === when.param);
    const value = other && fieldValue(other, params);
    return when.is.some((it) => it === value);
  });
}
