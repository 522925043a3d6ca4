import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkout } from '../../scripts/setup/places.mjs';
import { wantedModels } from '../../src/runtime/cli/wanted-models.ts';
import { definitions } from '../../src/runtime/compile/compile.ts';
import { readModelHeader } from '../../src/runtime/model-file.ts';
import { places } from '../../src/runtime/places.ts';
import { readRunFile } from '../../src/runtime/run-file.ts';
import { listRuns } from '../../src/runtime/runs.ts';
import { templateModels } from './compile/template-models.ts';
import { dataNodes, template } from './compile/templates.ts';
import { distillProgram, eventsOf, SLICE } from './distill.ts';
import { temporaryFolders } from './temporary-folder.ts';

/*
 * Every template is run, on a slice of its data. Set-up does not bring everything by itself: IMDB needs `npm run data -- imdb`, and
 * MiniLM to be imported.
 */

const distill = distillProgram();
const folderOf = temporaryFolders();
const templates = fileURLToPath(new URL('../../templates/', import.meta.url));
const names = readdirSync(templates).filter((it) => it.endsWith('.json'));

/** A slice of every data set of a template. */
const sliceOf = (name: string): string[] =>
  dataNodes(template(basename(name, '.json'))).flatMap((node) => [
    ...['--set', `${node}.trainExamples=256`],
    ...['--set', `${node}.testExamples=100`],
  ]);

const isPrepared = (name: string): boolean => {
  const document = template(basename(name, '.json'));
  const sets = dataNodes(document).map((node) => document.nodes[node]?.type.replace('data.', '') ?? '');
  const models = wantedModels(document, definitions).map((it) => join(places().models, it.name));
  return [...sets.map((set) => join(places().data, set)), ...models].every((it) => existsSync(it));
};

describe('a template', () => {
  test('is there of data that every set-up brings', () => {
    expect(names.filter(isPrepared)).toContain('tempered-softmax-mnist.json');
  });

  test.each(names.filter(isPrepared))(
    '%s trains every stage, measures every network and saves its models',
    async (name) => {
      const root = folderOf();
      const ended = await distill([
        join(templates, name),
        ...sliceOf(name),
        '--epochs',
        '1',
        '--out',
        root,
        '--json',
      ]);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const events = eventsOf(ended);
      const [run] = await listRuns(root);
      expect(run).toMatchObject({ state: 'done', progress: 1 });
      const { plan } = await readRunFile(run?.folder ?? '');
      const told = (kind: (typeof events)[number]['kind']) => events.filter((it) => it.kind === kind);
      const epochs = plan.stages.reduce((sum, it) => sum + it.epochs, 0);
      expect(told('stage-started')).toHaveLength(plan.stages.length);
      expect(told('epoch')).toHaveLength(epochs);
      expect([...told('evaluation'), ...told('saved-model'), ...told('router')]).toHaveLength(
        plan.outputs.filter((it) => it.kind !== 'leaderboard').length,
      );
      expect(events.flatMap((it) => (it.kind === 'metrics' ? it.steps : []))).toHaveLength(
        plan.stages.reduce((sum, it) => sum + it.steps, 0),
      );
      // The result card has nothing to say of a network that nobody measured; a student that another begins from is on its way.
      const measured = new Set(plan.outputs.flatMap((it) => (it.kind === 'evaluation' ? [it.network] : [])));
      const begun = plan.networks.flatMap(({ start }) => (start.kind === 'derived' ? start.from : []));
      const ends = plan.networks.filter(
        (it) =>
          it.role !== 'projector' &&
          // An encoder that was loaded has no classes to be measured by.
          it.start.kind !== 'saved' &&
          !(it.role === 'student' && begun.includes(it.id)),
      );
      for (const { id } of ends) expect(measured, id).toContain(id);
    },
    // Many stages take long to begin where other work goes on beside them.
    180_000,
  );
});

const MINILM = join(places().models, 'minilm-96.safetensors');

test.runIf(existsSync(MINILM))(
  'what stands for MiniLM elsewhere in tests is what its file says',
  async () => {
    const { sha256, layers, input, classes } = await readModelHeader(MINILM);
    expect(templateModels(template('minilm-imdb'))).toEqual({ [sha256]: { sha256, layers, input, classes } });
  },
);

// Sets up what is missing first, which may take minutes where nothing was set up before.
test.runIf(process.env.POTSTILL_FULL)('npm run distill runs the starter from a checkout', async () => {
  const args = [
    'run',
    '--silent',
    'distill',
    '--',
    join('templates', 'tempered-softmax-mnist.json'),
    ...SLICE,
  ];
  const child = spawn('npm', [...args, '--epochs', '1', '--out', folderOf(), '--json'], { cwd: checkout });
  let stdout = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(eventsOf({ stdout }).at(-1)).toMatchObject({ kind: 'run-ended', how: 'done' });
});
