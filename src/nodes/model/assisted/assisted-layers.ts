import { type Layer, LayerRefusal, NETWORK_INPUT, networkShape } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import type { Built } from '../../../plan/start.ts';
import { placedOn } from '../../network/truncated/truncate.ts';

/** Where the two meet: a layer of the student, and the one of the assistant that is added to it. */
export type Meeting = { readonly at: string; readonly with: string };

/**
 * One network of a student and its assistant: s + a [n, …s] in the place of the student's layer s, a the assistant's.
 *
 * Layers of the student keep their names; those of the assistant that a hangs on are named behind a prefix, and what the
 * student computed from s it computes from the sum. Both read the same images.
 *
 * @param meeting empty names stand for the last layer
 * @returns the prefix too, by which the start tells whose weights are whose
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
  const theirs = placedOn(neededLayers(assistant.layers, [added]), prefix, NETWORK_INPUT);
  const split = student.layers.findIndex((it) => it.id === place) + 1;
  const layers: Layer[] = [
    ...student.layers.slice(0, split),
    ...theirs,
    { kind: 'add', id: sum, from: [place, `${prefix}${added}`] },
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
