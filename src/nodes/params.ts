import { z } from 'zod';

/** What a form needs beyond the schema. A parameter without a title does not compile. */
export type ParamMeta = {
  title: string;
  help: string;
  unit?: string;
  /** How far one press of an arrow key moves it. */
  step?: number;
  /** Sliders and fields move by factors rather than by steps. */
  scale?: 'log';
  /** The letter of 1 over it, which is shown beside a number above 0. */
  inverse?: string;
  /** Titles of an enum's values. */
  titles?: Record<string, string>;
  /** Drawn by a control of its own. */
  control?: 'model-file' | 'sizes';
  /** Shown only while another parameter has one of these values. */
  when?: { param: string; is: (string | number | boolean)[] };
};

export const paramMeta = z.registry<ParamMeta>();

const told = <T extends z.ZodType>(schema: T, meta: ParamMeta): T => {
  paramMeta.add(schema, meta);
  return schema;
};

type Range = { min: number; max: number };

export const real = (value: number, { min, max }: Range, meta: ParamMeta) =>
  told(z.number().min(min).max(max).default(value), meta);

export const integer = (value: number, { min, max }: Range, meta: ParamMeta) =>
  told(z.int().min(min).max(max).default(value), meta);

export const flag = (value: boolean, meta: ParamMeta) => told(z.boolean().default(value), meta);

export const choice = <const V extends readonly [string, ...string[]]>(
  values: V,
  value: V[number],
  meta: ParamMeta & { titles: Record<V[number], string> },
) => told(z.enum(values).default(value as never), meta);

/** The name of one layer of a network; none at first. */
export const layerName = (meta: ParamMeta) => told(z.string().max(64).default(''), meta);

/** A list of layer sizes, e.g. the hidden layers of an MLP. */
export const sizes = (value: number[], meta: ParamMeta) =>
  told(z.array(z.int().min(1).max(8192)).min(0).max(16).default(value), { ...meta, control: 'sizes' });

/** One line a layer keeps a document short, and readable in a diff. */
const LayerLine = z
  .string()
  .regex(/^[a-z0-9-]{1,64} [1-9]\d*(×[1-9]\d*)* .{1,64}$/, 'kind, shape and name of a layer');

/** A saved model that the person picked: known by content, so that a copy beside the document serves as well. */
export const ModelFile = z.strictObject({
  name: z
    .string()
    .max(255)
    .regex(/^[^/\\\0]+$/, 'a file name without a folder'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  input: z.array(z.int().positive()).min(1).max(4),
  classes: z.int().min(2),
  /**
   * Its layers in order, `kind shape id`, so that they can be wired before the file is read: `conv2d 28×28×16 conv2d-1`.
   * Files that were picked with an older Potstill lack them.
   */
  layers: z.array(LayerLine).max(2000).default([]),
});
export type ModelFile = z.infer<typeof ModelFile>;

export const modelFile = (meta: ParamMeta) =>
  told(ModelFile.nullable().default(null), { ...meta, control: 'model-file' });

/** What the values of a parameter are called, as `choice` was told; undefined for every other kind. */
export function choiceTitles(params: z.ZodType, param: string): Readonly<Record<string, string>> | undefined {
  const property = paramsSchema(params).properties?.[param] as Partial<ParamMeta> | boolean | undefined;
  return typeof property === 'object' ? property.titles : undefined;
}

/** The JSON schema that a form is drawn from: defaults, limits and the registry's metadata. Throws on what a form cannot draw. */
export function paramsSchema(params: z.ZodType): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(params, { io: 'input', metadata: paramMeta });
}
