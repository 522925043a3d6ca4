import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { routerTable } from '../../src/runtime/cli/router-table.ts';
import { readModel } from '../../src/runtime/model-file.ts';
import { currentEngine, places } from '../../src/runtime/places.ts';
import { planOf, template, withParams } from './compile/templates.ts';
import { runHere } from './engine/run-here.ts';

/* SysMT as its template draws it, trained for real on a part of MNIST and of Fashion-MNIST. */

const engineFolder = (await currentEngine(places().engines))?.folder;
/** The teachers see ten times as many images as their students. */
const MANY = { trainExamples: 10_000, testExamples: 1000 };
const FEW = { trainExamples: 1000, testExamples: 1000 };

const document = ['mnist', 'fashion'].reduce(
  (of, task) =>
    [
      [task, MANY],
      [`${task}-few`, FEW],
    ].reduce((it, [node, params]) => withParams(it, node as string, params as Record<string, unknown>), of),
  template('sys-mt-mnist-fashion'),
);

describe.runIf(engineFolder)('SysMT', () => {
  test('has students that are each the best at its own task, and no worse than without teachers', async () => {
    const { plan, origin } = planOf(document);
    const told = await runHere(plan, { engineFolder: engineFolder ?? null, dataFolder: places().data });
    expect(told.ending).toMatchObject({ how: 'done' });
    const [system] = told.of('router');
    const matrix = system?.accuracy ?? [];
    expect(system?.tasks.map((it) => it.set)).toEqual(['mnist', 'fashion-mnist']);
    for (const task of [0, 1]) {
      const own = matrix[task]?.[task] ?? 0;
      const other = matrix[1 - task]?.[task] ?? 1;
      expect(own).toBeGreaterThan(other + 0.3);
      const { network } = system?.tasks[task] ?? {};
      const stage = plan.stages.find((it) => it.train[0] === network);
      const alone = plan.stages.find((it) => it.baselineOf === stage?.id)?.train[0];
      const measured = (id: string | undefined) =>
        told.of('evaluation').find((it) => it.measured.network === id)?.measured.accuracy ?? Number.NaN;
      expect(measured(network)).toBe(own);
      expect(own).toBeGreaterThanOrEqual(measured(alone) - 0.005);
    }

    // What was written leads from each task to the model that answers it.
    const written = JSON.parse(readFileSync(join(told.folder, system?.file ?? ''), 'utf8'));
    expect(written.routes.map((it: { task: string }) => it.task)).toEqual(['mnist', 'fashion-mnist']);
    for (const { model, sha256 } of written.routes)
      expect((await readModel(join(told.folder, 'model', model), sha256)).classes).toBe(10);

    const table = routerTable(told.events as RunEvent[], {
      origin,
      document: JSON.parse(JSON.stringify(document)),
    });
    expect(table.split('\n')[0]).toMatch(/student on task +mnist +fashion-mnist/);
    expect(table).toMatch(/Student of digits +\[\d+\.\d\d %\] +\d+\.\d\d %/);
    expect(table).toMatch(/Student of clothes +\d+\.\d\d % +\[\d+\.\d\d %\]/);
  }, 240_000);
});
