import type { z } from 'zod';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';
import { type Args, type Plan, Schedule, type Stage } from '../../../src/plan/plan.ts';
import { formatCount } from '../format.ts';

type Arguments = z.infer<typeof Args>;

/** A setting of a run: what it is called, and what it was in each stage; a line each where there are more. */
export type Setting = { readonly name: string; readonly values: readonly string[] };

/** What makes the numbers of a run what they are, stage beside stage. */
export function settingsOf({ stages }: Pick<Plan, 'stages'>): readonly Setting[] {
  const all: readonly (readonly [string, (stage: Stage) => string])[] = [
    ['Epochs', ({ epochs }) => formatCount(epochs)],
    ['Batch', ({ batch }) => formatCount(batch)],
    ['Steps', ({ steps }) => formatCount(steps)],
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

/** `Warm-up (steps 100), then Cosine (floor 0)` */
function scheduleWords({ op, args, next }: Schedule): string {
  const own = call(op, args);
  return next ? `${own}, then ${scheduleWords(Schedule.parse(next))}` : own;
}

const titles = new Map(catalogue.map((it) => [it.type, it.title]));

/** An op with the arguments that do something: `Tempered softmax (temperature 4)`. */
function call(op: string, args: Arguments): string {
  const title = titles.get(op) ?? (op.split('.').at(-1) ?? op).replaceAll('-', ' ');
  const told = Object.entries(args)
    .filter(([, value]) => typeof value !== 'boolean' && value !== 0)
    .map(([name, value]) => `${spaced(name)} ${valueWords(value)}`);
  return told.length === 0 ? title : `${title} (${told.join(', ')})`;
}

function valueWords(value: Arguments[string]): string {
  if (typeof value === 'number') return number(value);
  return Array.isArray(value) ? value.map(valueWords).join(' and ') : String(value);
}

/** `0.09999999999999998` is what a computer makes of 0.1. */
const number = (value: number): string => String(Number(value.toPrecision(6)));

const spaced = (name: string): string => name.replace(/[A-Z]/g, (it) => ` ${it.toLowerCase()}`);
