import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { checkpointFolder, listCheckpoints, MANIFEST_FILE } from '../../../src/runtime/checkpoints.ts';

type Column = Record<string, number | null>;
type Measured = Extract<EngineEvent, { kind: 'epoch' }>['measured'];

/** All that a run computed, and nothing of when: equal outcomes are equal bit for bit. */
export type Outcome = {
  /** Every column of every step, by stage and step. */
  readonly steps: Record<string, Column>;
  readonly epochs: Record<string, Measured>;
  /** What each evaluation measured but the time. */
  readonly answers: Record<string, unknown>;
  /** SHA-256 of each saved model. */
  readonly models: Record<string, string>;
  /** SHA-256 of the weights and the optimizer's state in the last checkpoint, by file. */
  readonly checkpoint: unknown;
};

/**
 * @param events of all the processes that worked on the run, in order; a step that was done again after a crash
 *   must have come to the same numbers
 */
export async function outcomeOf(folder: string, events: readonly EngineEvent[]): Promise<Outcome> {
  const steps = new Map<string, Column>();
  const epochs = new Map<string, Measured>();
  const answers = new Map<string, unknown>();
  const models = new Map<string, string>();
  const stages = new Set<string>();
  const put = <T>(into: Map<string, T>, key: string, value: T): void => {
    const before = into.get(key);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(value))
      throw new Error(`${key} was ${JSON.stringify(before)} and became ${JSON.stringify(value)}`);
    into.set(key, value);
  };
  for (const event of events) {
    if ('stage' in event) stages.add(event.stage);
    if (event.kind === 'metrics')
      event.steps.forEach((step, at) => {
        // A term of another task is nothing that this step computed, whether the message tells of it or not.
        const row = Object.entries(event.columns)
          .map(([name, values]) => [name, values[at] ?? null] as const)
          .filter(([name, value]) => value !== null || !name.startsWith('term:'));
        put(steps, `${event.stage} ${step}`, Object.fromEntries(row));
      });
    if (event.kind === 'epoch') put(epochs, `${event.stage} ${event.epoch}`, event.measured);
    if (event.kind === 'evaluation') {
      const { output, measured, confusion, agreement, parameters, bytes } = event;
      put(answers, output, { measured, confusion, agreement, parameters, bytes });
    }
    if (event.kind === 'saved-model') put(models, event.file, event.sha256);
  }
  const [last] = await listCheckpoints(folder, [...stages].sort());
  const checkpoint =
    last && JSON.parse(readFileSync(join(checkpointFolder(folder, last), MANIFEST_FILE), 'utf8'));
  const sorted = <T>(map: Map<string, T>) =>
    Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    steps: sorted(steps),
    epochs: sorted(epochs),
    answers: sorted(answers),
    models: sorted(models),
    checkpoint,
  };
}
