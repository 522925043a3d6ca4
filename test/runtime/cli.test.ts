import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../src/pipeline/text.ts';
import { compile } from '../../src/runtime/compile/compile.ts';
import { readEvents } from '../../src/runtime/run-events.ts';
import { readRunFile } from '../../src/runtime/run-file.ts';
import { listRuns } from '../../src/runtime/runs.ts';
import { distillProgram, eventsOf, SLICE, SMALL } from './distill.ts';
import { outcomeOf } from './engine/outcome.ts';
import { readEventFile } from './read-event-file.ts';
import { STARTER } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

/* The command line as people and scripts use it, on MNIST itself. */

const distill = distillProgram();
const folderOf = temporaryFolders();
const FILE = STARTER.pathname;

/** The one run in a folder of runs. */
async function onlyRun(root: string): Promise<string> {
  const [run, ...more] = await listRuns(root);
  if (!run || more.length > 0) throw new Error(`There are ${more.length} runs more than one.`);
  return run.folder;
}

describe('a run', () => {
  test('tells its stages, its epochs and its result, and leaves a whole run folder', async () => {
    const root = join(folderOf(), 'not', 'yet', 'there');
    const { code, stdout, stderr } = await distill([FILE, ...SMALL, '--out', root]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const folder = await onlyRun(root);
    const lines = stdout.split('\n');
    for (const line of [
      'The teacher is trained first, for 2 steps.',
      'Stage 1 of 3, teacher: 1 epoch, 2 steps',
      'Stage 2 of 3, student: 2 epochs, 4 steps',
      'Stage 3 of 3, student alone: 2 epochs, 4 steps',
      'Measuring and saving',
      'The run is done.',
      `Run folder: ${folder}`,
    ])
      expect(lines).toContain(line);
    expect(stdout).toMatch(/^Running on .+ \((tensorflow|cpu) [\d.]+\)$/m);
    expect(stdout).toMatch(/^ {2}epoch 2: student test accuracy [\d.]+ %, loss [\d.]+$/m);
    const table = lines.slice(lines.findIndex((it) => it.includes('parameters')));
    expect(table.slice(1, 4).map((it) => it.split(/ {2,}/)[0])).toEqual([
      'teacher',
      'student',
      'student alone',
    ]);
    expect(table[2]).toContain('25,450');
    expect(
      readdirSync(folder)
        .filter((it) => !it.startsWith('run.lock'))
        .map((it) => it.replace(/\d{10}/, 'N')),
    ).toEqual(['checkpoints', 'events.jsonl', 'events.out.tfevents.N.potstill.0', 'model', 'run.json']);
    expect(readdirSync(join(folder, 'model'))).toEqual(['student.safetensors']);
    // No trace of who ran it, where.
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).not.toContain(root);

    // Its document is the one that was run, and the app compiles it to the same plan.
    const { document, hash, plan } = await readRunFile(folder);
    const parsed = parseDocument(JSON.stringify(document));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(parsed.value.nodes.mnist?.params).toEqual({ testExamples: 100, trainExamples: 256 });
    expect(compile(parsed.value)).toMatchObject({ ok: true, value: { hash, plan } });

    const again = await distill(['--resume', folder]);
    expect(again).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('[run-finished]') });
  });

  test('with --json prints its events and nothing else, as the log and TensorBoard’s file have them', async () => {
    const root = folderOf();
    const ended = await distill([FILE, ...SMALL, '--epochs', '3', '--out', root, '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const events = eventsOf(ended);
    // A teacher that is trained first has its own.
    expect(events.flatMap((it) => (it.kind === 'stage-started' ? [it.epochs] : []))).toEqual([1, 3, 3]);
    const folder = await onlyRun(root);
    expect(events).toEqual(await readEvents(folder));
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', how: 'done' });
    const name = readdirSync(folder).find((it) => it.includes('tfevents')) ?? '';
    const { scalars } = readEventFile(readFileSync(join(folder, name)));
    const losses = events.flatMap((it) =>
      it.kind === 'metrics'
        ? it.steps.map((step, at) => ({
            tag: `${it.stage}/loss`,
            step,
            value: Math.fround(it.columns.loss?.[at] ?? 0),
          }))
        : [],
    );
    expect(losses).toHaveLength(14);
    expect(scalars.filter((it) => it.tag.endsWith('/loss'))).toEqual(
      losses.map((it) => expect.objectContaining(it)),
    );
    const result = events.find((it) => it.kind === 'evaluation' && it.measured.role === 'student');
    expect(scalars).toContainEqual(
      expect.objectContaining({
        tag: 'result/student-test-accuracy',
        value: Math.fround(result?.kind === 'evaluation' ? result.measured.accuracy : Number.NaN),
      }),
    );
  });

  test('twice with one seed comes to the same numbers, at the size of the starter itself', async () => {
    const slice = [
      'mnist.trainExamples=640',
      'mnist.testExamples=256',
      'teacher.epochs=1',
      'trainer.epochs=1',
    ];
    const sets = slice.flatMap((it) => ['--set', it]);
    const outcomes = [];
    for (const root of [folderOf(), folderOf()]) {
      const ended = await distill([FILE, ...sets, '--out', root, '--json']);
      expect(ended.code).toBe(0);
      outcomes.push(await outcomeOf(await onlyRun(root), eventsOf(ended)));
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  test('whose loss runs away fails: exit code 3, step and loss named, what to do', async () => {
    const folder = folderOf();
    const file = join(folder, 'steep.json');
    const document = JSON.parse(readFileSync(FILE, 'utf8'));
    document.nodes.optimizer = {
      ...document.nodes.optimizer,
      type: 'optimizer.sgd',
      params: { learningRate: 100 },
    };
    document.nodes['student-network'].params.hidden = [16, 16, 16];
    document.nodes.transform.params = { scale: 'none', deviation: 0.001 };
    writeFileSync(file, JSON.stringify(document));
    const { code, stdout } = await distill([file, ...SMALL, '--out', folder]);
    expect(stdout).toMatch(
      /^At step \d+ the (value of )?loss.+ not.+ Lower the learning rate.*\[loss-not-finite\]$/m,
    );
    // It would run away again at the same step.
    expect(stdout).not.toContain('--resume');
    expect(code).toBe(3);
  });

  test('whose data is missing or cut short fails: exit code 3, the file named', async () => {
    const home = folderOf();
    const env = { POTSTILL_HOME: home };
    const missing = await distill([FILE, ...SMALL], { env });
    expect(missing.code).toBe(3);
    expect(missing.stdout).toMatch(
      /mnist\/train-images-idx3-ubyte is not there.*npm run data -- mnist.*\[data-missing\]/,
    );
    mkdirSync(join(home, 'data', 'mnist'), { recursive: true });
    writeFileSync(join(home, 'data', 'mnist', 'train-images-idx3-ubyte'), 'cut');
    const cut = await distill([FILE, ...SMALL, '--json'], { env });
    expect(cut.code).toBe(3);
    expect(eventsOf(cut).filter((it) => it.kind === 'problem')).toMatchObject([{ code: 'data-damaged' }]);
    // Without an engine it says so, and where to get one.
    expect(missing.stdout).toMatch(/plain JavaScript trains.*npm run engine -- cpu/);
    expect(existsSync(join(home, 'runs'))).toBe(true);
  });

  test('in a folder that cannot be made is refused with its name', async () => {
    const file = join(folderOf(), 'in-the-way');
    writeFileSync(file, '');
    const { code, stderr } = await distill([FILE, ...SMALL, '--out', file]);
    expect(code).toBe(3);
    expect(stderr).toContain('in-the-way');
    expect(stderr).toContain('[file-in-the-way]');
  });
});

describe('words that are not understood', () => {
  const REFUSED: Record<string, [args: string[], code: string, says: string]> = {
    'no document': [[], 'usage', 'Which document'],
    'two documents': [[FILE, 'other.json'], 'usage', 'other.json'],
    'an unknown option': [[FILE, '--colour'], 'usage', '--colour'],
    'no epochs': [[FILE, '--epochs', '0'], 'usage', '--epochs'],
    'half an epoch': [[FILE, '--epochs', '1.5'], 'usage', '--epochs'],
    'an unknown engine': [[FILE, '--engine', 'steam'], 'usage', 'auto, tensorflow, cpu'],
    'a setting without a value': [[FILE, '--set', 'trainer.epochs'], 'usage', 'NODE.PARAM=VALUE'],
    'a setting of no node': [[FILE, '--set', 'epochs=3'], 'usage', 'NODE.PARAM=VALUE'],
    'a setting of an unknown node': [[FILE, '--set', 'nobody.epochs=3'], 'setting-node', 'trainer (Trainer)'],
    'a setting of an unknown parameter': [
      [FILE, '--set', 'trainer.colour=3'],
      'setting-param',
      'epochs, batch, seed',
    ],
    'a setting of __proto__': [[FILE, '--set', 'trainer.__proto__=3'], 'setting-param', '__proto__'],
    'half a whole number': [[FILE, '--set', 'trainer.epochs=1.5'], 'parameter', 'a whole number'],
    'a value of the wrong kind': [[FILE, '--set', 'trainer.epochs=many'], 'parameter', 'a number'],
    'a value beyond its limit': [[FILE, '--set', 'distillation.alpha=2'], 'parameter', 'at most 1'],
    'a choice that is none': [[FILE, '--set', 'transform.scale=round'], 'parameter', 'unit, symmetric, none'],
    'a setting without effect': [
      [FILE, '--set', 'transform.normalise=false', '--set', 'transform.mean=1'],
      'setting-idle',
      'transform.normalise=true',
    ],
    'a run folder that is none': [['--resume', '.'], 'run-missing', 'There is no run'],
    'a document beside --resume': [[FILE, '--resume', '.'], 'usage', '--resume'],
  };
  test.each(Object.entries(REFUSED))('%s', async (_, [args, code, says]) => {
    const { code: exit, stdout, stderr } = await distill(args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(`[${code}]`);
    expect(stderr).toContain(says);
  });
});

describe('--set', () => {
  test('takes numbers, choices, lists and texts, by id or by title; the last of several counts', async () => {
    const root = folderOf();
    const sets = [
      'student-network.hidden=[8,4]',
      'Student network.activation=tanh',
      'student-network.dropout=0.5',
      'student-network.dropout=0.25',
      // Looks like a number and is the name of a choice.
      'teacher-network.kernel=3',
      'save.name=Klein-fein',
    ].flatMap((it) => ['--set', it]);
    const { code, stderr } = await distill([FILE, ...SMALL, ...sets, '--out', root]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const folder = await onlyRun(root);
    const { document } = await readRunFile(folder);
    expect(document).toMatchObject({
      nodes: {
        'student-network': { params: { activation: 'tanh', dropout: 0.25, hidden: [8, 4] } },
        'teacher-network': { params: { kernel: '3' } },
      },
    });
    expect(readdirSync(join(folder, 'model'))).toEqual(['Klein-fein.safetensors']);
  });

  test('takes a saved model by its path, wherever it lies, and the run carries it', async () => {
    const first = folderOf();
    await distill([FILE, ...SMALL, '--out', first]);
    const model = join(await onlyRun(first), 'model', 'student.safetensors');
    const root = folderOf();
    const sets = ['teacher.weights=file', `teacher.file=${model}`].flatMap((it) => ['--set', it]);
    const { code, stdout, stderr } = await distill([FILE, ...SLICE, ...sets, '--out', root]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Stage 1 of 2, student');
    const folder = await onlyRun(root);
    expect(readdirSync(join(folder, 'inputs'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}\.safetensors$/),
    ]);
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).not.toContain(first);
  });
});

test('--help says what there is, and --version which', async () => {
  const help = await distill(['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const word of ['--set', '--epochs', '--out', '--engine', '--resume', '--profile', '--json', '130'])
    expect(help.stdout).toContain(word);
  expect((await distill(['-v'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
