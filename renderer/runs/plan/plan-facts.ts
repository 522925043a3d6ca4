import type { z } from 'zod';
import { operations } from '../../../src/nodes/operations.gen.ts';
import { type Args, type Plan, Schedule, type Stage } from '../../../src/plan/plan.ts';
import { definitions } from '../../catalogue.ts';
import { describeValue } from '../../inspector/describe-value.ts';
import { formFields } from '../../inspector/form-fields.ts';
import { formatCount, formatShare } from '../format.ts';

type Arguments = z.infer<typeof Args>;

/** A setting of a run: what it is called, and what it was in each stage; a line each where there are more. */
export type Setting = { readonly name: string; readonly values: readonly string[] };

/** What makes the numbers of a run what they are, stage beside stage. */
export function settingsOf({ stages }: Pick<Plan, 'stages'>): readonly Setting[] {
  const all: readonly (readonly [string, (stage: Stage) => string])[] = [
    ['Epochs', ({ epochs }) => formatCount(epochs)],
    ['Batch', ({ batch }) => formatCount(batch)],
    ['Steps', ({ steps }) => formatCount(steps)],
    ...(stages.some((it) => it.tasks) ? [['Steps of each task', taskWords] as const] : []),
    ['Loss', ({ terms }) => terms.map((it) => call(it.op, it.args)).join('\n')],
    ['Optimizer', ({ optimizer }) => call(optimizer.op, optimizer.args)],
    ['Learning rate', ({ optimizer }) => number(optimizer.rate)],
    ['Schedule', ({ optimizer }) => scheduleWords(optimizer.schedule)],
    ['Gradient clipped at', ({ clip }) => (clip === null ? 'no limit' : number(clip))],
    ['Measured on', ({ evaluate }) => `${evaluate} part`],
    ['Seed', ({ seed }) => String(seed)],
  ];
  return all.map(([name, read]) => ({ name, values: stages.map(read) }));
}

/** `57 % and 43 %`, in the order of the tasks. */
const taskWords = ({ tasks }: Stage): string =>
  tasks?.map((it) => formatShare(it.share)).join(' and ') ?? 'all';

/** `Warm-up (share: 0.1), then Cosine decay` */
function scheduleWords({ op, args, next }: Schedule): string {
  const own = call(op, args);
  return next ? `${own}, then ${scheduleWords(Schedule.parse(next))}` : own;
}

/** An op with the arguments that do something, in the words of the node's form: `MIM (estimate: Jensen-Shannon)`. */
function call(name: string, args: Arguments): string {
  const definition = definitions.get(name);
  const op = operations.find((it) => it.name === name);
  const plain = (op?.kind === 'term' && op.part) || (name.split('.').at(-1) ?? name).replaceAll('-', ' ');
  const title = definition?.title ?? `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}`;
  const fields = definition ? formFields(definition) : [];
  const told = Object.entries(args)
    .filter(([, value]) => typeof value !== 'boolean' && value !== 0)
    .map(([param, value]) => {
      const field = fields.find((it) => it.param === param);
      const words = field?.kind === 'choice' ? describeValue(field, String(value)) : valueWords(value);
      return `${field ? field.title.toLowerCase() : spaced(param)}: ${words}`;
    });
  return told.length === 0 ? title : `${title} (${told.join(', ')})`;
}

function valueWords(value: Arguments[string]): string {
  if (typeof value === 'number') return number(value);
  return Array.isArray(value) ? value.map(valueWords).join(' and ') : String(value);
}

/** `0.09999999999999998` is what a computer makes of 0.1. */
const number = (value: number): string => String(Number(value.toPrecision(6)));

const spaced = (name: string): string => name.replace(/[A-Z]/g, (it) => ` ${it.toLowerCase()}`);
