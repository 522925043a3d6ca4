import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const FOLDER = new URL('./golden/', import.meta.url);

const Numbers = z.array(z.number());
const Given = z.strictObject({ shape: z.array(z.int().nonnegative()), values: Numbers });
const Case = z.strictObject({
  name: z.string(),
  args: z.record(z.string(), z.unknown()),
  progress: z.number().min(0).max(1).optional(),
  draws: z.record(z.string(), Given).optional(),
  scale: z.number().positive(),
  inputs: z.record(z.string(), Given),
  /** Of a loss one number; of another op the values of what it gives, and what they are multiplied by for the gradient. */
  value: z.union([z.number(), Numbers]),
  direction: Given.optional(),
  gradient: z.record(z.string(), Numbers),
});
const Golden = z.strictObject({ op: z.string(), cases: z.array(Case) });

export type Given = z.infer<typeof Given>;
export type GoldenCase = z.infer<typeof Case>;

/** Golden files there are, and scripts that write them, by op in words joined with dashes. */
export const goldenNames = (): string[] => named(FOLDER, '.json');
export const scriptNames = (): string[] =>
  named(new URL('./', import.meta.url), '.py').filter((it) => it.includes('-'));

const named = (folder: URL, ending: string): string[] =>
  readdirSync(folder)
    .filter((it) => it.endsWith(ending))
    .map((it) => it.slice(0, -ending.length))
    .sort();

/** `loss.dkd` is in `loss-dkd`. */
export const fileOf = (op: string): string => op.replaceAll('.', '-');

export const goldenOf = (op: string): z.infer<typeof Golden> =>
  Golden.parse(JSON.parse(readFileSync(new URL(`${fileOf(op)}.json`, FOLDER), 'utf8')));
