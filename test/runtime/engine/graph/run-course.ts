import { join } from 'node:path';
import { MEASURED } from '../../../../src/runtime/engine/compute-balance.ts';
import { readModel } from '../../../../src/runtime/model-file.ts';
import type { Told } from '../run-here.ts';
import type { Course } from './course.ts';

/** What a whole run came to: what it told of steps, epochs and its result card, and the models that it saved. */
export async function courseOfRun({ folder, of }: Told): Promise<Course> {
  const told = new Map<string, number>();
  const tell = (name: string, value: number | null): void => {
    if (value !== null) told.set(name, value);
  };
  // A step of another task has no value of this one's terms; a loss that is no number ends the run.
  for (const { stage, steps, columns } of of('metrics'))
    for (const [name, values] of Object.entries(columns))
      steps.forEach((step, at) => {
        tell(`${stage} ${step} ${name}`, values[at] ?? null);
      });
  for (const { stage, step, parts } of of('balance'))
    for (const part of parts)
      for (const name of MEASURED) tell(`${stage} ${step} ${part.at} ${name}`, part[name]);
  for (const { stage, epoch, measured } of of('epoch'))
    for (const { network, accuracy, loss } of measured) {
      tell(`${stage} epoch ${epoch} ${network} accuracy`, accuracy);
      tell(`${stage} epoch ${epoch} ${network} loss`, loss);
    }
  for (const { output, measured, agreement } of of('evaluation')) {
    tell(`${output} accuracy`, measured.accuracy);
    tell(`${output} loss`, measured.loss);
    tell(`${output} agreement`, agreement);
  }
  const values = new Map<string, { first: Float32Array; last: Float32Array }>();
  for (const { file, sha256 } of of('saved-model')) {
    const { weights } = await readModel(join(folder, file), sha256);
    for (const [name, last] of weights)
      values.set(`${file} ${name}`, { first: new Float32Array(last.length), last });
  }
  return { told, values, logits: new Map() };
}
