import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/plan/events.ts';
import { readFacts } from '../../src/runtime/run-facts.ts';
import { RUN_FILE } from '../../src/runtime/run-file.ts';
import { openRunWriter } from '../../src/runtime/run-writer.ts';
import { createRun } from '../../src/runtime/runs.ts';
import { evaluation } from '../renderer/runs/record.ts';
import { newRun, starter } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

const folderOf = temporaryFolders();
const log = (folder: string, events: readonly EngineEvent[]): void => {
  const writer = openRunWriter(folder, () => undefined);
  for (const event of events) writer.write(event);
  writer.close();
};
const { plan, origin } = starter().compiled;
const student = plan.networks.find((it) => it.role === 'student')?.id ?? '';
const teacher = plan.networks.find((it) => it.role === 'teacher')?.id ?? '';

describe('the facts of a run', () => {
  it('are its document, and what each Evaluation said last', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    log(folder, [
      evaluation('evaluation-1', student, 'student', { accuracy: 0.5 }),
      evaluation('evaluation-2', teacher, 'teacher', { accuracy: 0.99 }),
      evaluation('evaluation-1', student, 'student', { accuracy: 0.97, agreement: 0.98, time: 4 }),
    ]);
    const facts = await readFacts(folder);
    expect(facts?.document).toEqual(starter().document);
    expect(facts?.measured).toMatchObject([
      { network: teacher, role: 'teacher', accuracy: 0.99, agreement: null },
      {
        network: student,
        node: origin[student]?.[0],
        role: 'student',
        accuracy: 0.97,
        agreement: 0.98,
        microsecondsPerImage: 4,
      },
    ]);
    expect(facts?.milliseconds).toBeGreaterThanOrEqual(0);
  });

  it('count what is left of a network where its mask leaves channels out', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    const masked = { parameters: 700, multiplyAdds: 7, from: { parameters: 1000, multiplyAdds: 10 } };
    log(folder, [
      {
        ...evaluation('evaluation-1', student, 'student', { accuracy: 0.9 }),
        parameters: 1000,
        pruned: masked,
      },
    ]);
    expect((await readFacts(folder))?.measured[0]?.parameters).toBe(700);
  });

  it('are there before the run has said anything, and not where its record cannot be read', async () => {
    const { folder } = await createRun(folderOf(), newRun());
    expect(await readFacts(folder)).toMatchObject({ measured: [], milliseconds: 0 });
    writeFileSync(join(folder, RUN_FILE), '{"title":"half');
    expect(await readFacts(folder)).toBeUndefined();
    expect(await readFacts(join(folder, 'nowhere'))).toBeUndefined();
  });
});
