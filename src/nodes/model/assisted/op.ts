import { z } from 'zod';
import { type Layer, LayerRefusal, NETWORK_INPUT, networkShape } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import { type Built, defineStart, type Weighted } from '../../../plan/start.ts';

/** Where the two meet: a layer of the student, and the one of the assistant that is added to it. */
export type Meeting = { readonly at: string; readonly with: string };

/**
 * One network of a student and its assistant: s + a [n, …s] in the place of the student's layer s, a the assistant's.
 *
 * Layers of the student keep their names; those of the assistant that a hangs on are named behind a prefix, and what the
 * student computed from s it computes from the sum. Both read the same images.
 *
 * @param meeting empty names stand for the last layer
 * @returns the prefix too, by which the start below tells whose weights are whose
 * @throws LayerRefusal where a layer is not there, or shapes differ
 */
export function assistedLayers(
  student: Built,
  assistant: Built,
  meeting: Meeting,
): { readonly layers: Layer[]; readonly prefix: string } {
  if (student.input.join() !== assistant.input.join())
    throw new LayerRefusal(
      `the student takes ${student.input.join('×')} and the assistant ${assistant.input.join('×')}`,
    );
  const place = placeOf(student, meeting.at, 'student');
  const added = placeOf(assistant, meeting.with, 'assistant');
  const taken = new Set(student.layers.map((it) => it.id));
  const free = (stem: string): string => {
    for (let at = 1; ; at += 1) {
      const name = at === 1 ? stem : `${stem}-${at}`;
      if (!taken.has(name) && !student.layers.some((it) => it.id.startsWith(`${name}.`))) return name;
    }
  };
  const sum = free('assisted');
  const prefix = `${free('assistant')}.`;
  const renamed = (id: string): string => (id === NETWORK_INPUT ? id : `${prefix}${id}`);
  const theirs = neededLayers(assistant.layers, [added]).map(
    (it): Layer => ({
      ...it,
      id: renamed(it.id),
      from: it.from.map(renamed),
      // A language head reads the table of another layer.
      ...('table' in it && { table: renamed(it.table) }),
    }),
  );
  const split = student.layers.findIndex((it) => it.id === place) + 1;
  const layers: Layer[] = [
    ...student.layers.slice(0, split),
    ...theirs,
    { kind: 'add', id: sum, from: [place, renamed(added)] },
    ...student.layers
      .slice(split)
      .map((it): Layer => ({ ...it, from: it.from.map((id) => (id === place ? sum : id)) })),
  ];
  // Refuses shapes that cannot be added.
  networkShape(layers, student.input);
  return { layers, prefix };
}

function placeOf({ layers }: Built, name: string, whose: string): string {
  const id = name === '' ? layers.at(-1)?.id : layers.find((it) => it.id === name)?.id;
  if (id !== undefined) return id;
  throw new LayerRefusal(`the ${whose} has no layer ${name}: it has ${layers.map((it) => it.id).join(', ')}`);
}

/**
 * Every weight as a trained student, the first source, or its assistant, the second one, has it: bit for bit.
 *
 * - `prefix`: what the names of the assistant's layers begin with
 *
 * Gao, Shen, Li, Loy: Residual knowledge distillation (2020), arXiv:2002.09168: student and assistant answer together.
 */
export const startAssisted = defineStart({
  name: 'start.assisted',
  args: z.strictObject({ prefix: z.string().min(2).max(64) }),
  weights: ({ network, from: [student, assistant] }, { prefix }) => {
    const names = [...networkShape(network.layers, network.input).layers].flatMap(([layer, { weights }]) =>
      weights.map((it) => `${layer}/${it.name}`),
    );
    return new Map(
      names.map((name): [string, Float32Array] => {
        const theirs = name.startsWith(prefix);
        const source = (theirs ? assistant : student) as Weighted;
        const values = source.weights.get(theirs ? name.slice(prefix.length) : name);
        if (!values) throw new Error(`${theirs ? 'The assistant' : 'The student'} has no weight ${name}`);
        return [name, values.slice()];
      }),
    );
  },
});
