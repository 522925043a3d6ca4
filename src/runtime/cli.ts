import { mkdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonScript } from '../export/python/script.ts';
import { keptAs, MINILM } from '../nodes/network/transformer/pretrained/minilm.ts';
import { titleOf } from '../pipeline/check.ts';
import { describeProblem, type Problem, ProblemError, problem } from '../pipeline/problem.ts';
import type { RunEvent } from '../plan/events.ts';
import { changesIn, type HotChange } from '../plan/hot-parameters.ts';
import { atomicWrite } from './atomic-write.ts';
import { type Arguments, HELP, parseArguments } from './cli/arguments.ts';
import { balanceTable } from './cli/balance-table.ts';
import { closedTable } from './cli/closed-table.ts';
import { comparisonTable } from './cli/comparison-table.ts';
import { importEncoder } from './cli/import-encoder.ts';
import { leaderboardTable } from './cli/leaderboard-table.ts';
import { type Prepared, prepare } from './cli/prepare.ts';
import { profileTable } from './cli/profile-table.ts';
import { progressView } from './cli/progress.ts';
import { resultTable } from './cli/result-table.ts';
import { routerTable } from './cli/router-table.ts';
import { definitions } from './compile/compile.ts';
import { exportRun } from './mlflow/export-run.ts';
import { nodeLauncher } from './node-launcher.ts';
import { harmless } from './output-tail.ts';
import { cacheFolder, currentEngine, places } from './places.ts';
import { readRunFile } from './run-file.ts';
import { createRun, readRun, summaryOf } from './runs.ts';
import { Supervisor } from './supervisor.ts';

/*
 * distill FILE: the same compiler, run folder, supervisor and engine as the app, without a window.
 * This file stands at out/cli/cli.js once built, beside out/engine/main.js.
 */
const ENGINE = fileURLToPath(new URL('../engine/main.js', import.meta.url));
const PACKAGE = new URL('../../package.json', import.meta.url);

const EXIT = { done: 0, refused: 2, failed: 3, interrupted: 130 } as const;
type Exit = (typeof EXIT)[keyof typeof EXIT];

const say = (it: Problem): void => {
  process.stderr.write(`${harmless(describeProblem(it))}\n`);
};

async function version(): Promise<string> {
  return (JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string }).version;
}

async function main(words: readonly string[]): Promise<Exit> {
  const parsed = parseArguments(words);
  if (!parsed.ok) {
    say(parsed.problem);
    return EXIT.refused;
  }
  const given = parsed.value;
  if (given.kind === 'help') process.stdout.write(HELP);
  else if (given.kind === 'version') process.stdout.write(`${await version()}\n`);
  else if (given.kind === 'import') await importModel(given);
  else if (given.kind === 'python') return writeScript(given);
  else if (given.kind === 'mlflow') await sendRun(given);
  else if (given.kind === 'resume') return resumeRun(given);
  else return newRun(given);
  return EXIT.done;
}

async function newRun(given: Extract<Arguments, { kind: 'run' }>): Promise<Exit> {
  const prepared = await prepare(given.file, given.sets, given.engine);
  if (!prepared.ok) {
    prepared.problems.forEach(say);
    return EXIT.refused;
  }
  const { document, compiled, models, warnings }: Prepared = prepared.value;
  warnings.forEach(say);
  if (!given.json) for (const note of compiled.notes) process.stdout.write(`${harmless(note.text)}\n`);
  const root = resolve(given.out ?? places().runs);
  const changes = given.changes === undefined ? undefined : await changesOf(given.changes);
  const made = { title: document.title, document, compiled, version: await version(), changes };
  const { folder } = await createRun(root, made, models);
  return watch(folder, given.json, (supervisor) => supervisor.start(folder, given));
}

async function writeScript({ file, sets, script }: Extract<Arguments, { kind: 'python' }>): Promise<Exit> {
  const prepared = await prepare(file, sets, undefined);
  if (!prepared.ok) {
    prepared.problems.forEach(say);
    return EXIT.refused;
  }
  const { document, compiled, warnings } = prepared.value;
  warnings.forEach(say);
  const titleOfNode = (node: string): string => titleOf(document, definitions, node);
  const written = pythonScript({ title: document.title, compiled, titleOf: titleOfNode });
  if (!written.ok) {
    say(written.problem);
    return EXIT.refused;
  }
  await atomicWrite(resolve(script), written.value);
  process.stdout.write(harmless(`${resolve(script)}\n`));
  return EXIT.done;
}

/** What was changed in a run while it went on. @throws ProblemError where there is no such run */
async function changesOf(folder: string): Promise<readonly HotChange[]> {
  const { file, events } = await readRun(resolve(folder));
  return changesIn(events, file.changes);
}

/** The texts that it is to read are the IMDB reviews: no other set of texts comes with the product. */
async function importModel({ folder, out, tokens }: Extract<Arguments, { kind: 'import' }>): Promise<void> {
  const { data, models } = places();
  const reviews = join(data, 'imdb');
  const from = folder === MINILM ? reviews : resolve(folder);
  const to =
    out === undefined
      ? join(models, keptAs(folder === MINILM ? folder : basename(from), tokens))
      : resolve(out);
  if (out === undefined) await mkdir(models, { recursive: true });
  const pieces = join(reviews, 'vocabulary.txt');
  const model = await importEncoder({ folder: from, pieces, length: tokens, classes: 2, to });
  const blocks = model.layers.filter(({ kind }) => kind === 'attention-scores').length;
  process.stdout.write(harmless(`${blocks} blocks, texts of ${tokens} tokens: ${to}`));
  process.stdout.write('\n');
}

async function sendRun({
  server,
  folder,
  experiment,
}: Extract<Arguments, { kind: 'mlflow' }>): Promise<void> {
  const { page, metrics, files, kept } = await exportRun(resolve(folder), server, experiment, definitions);
  const stayed = kept ? '' : 'This server keeps files elsewhere: the models stay in the run folder.\n';
  process.stdout.write(
    harmless(`${metrics.toLocaleString('en')} points and ${files} files are there:\n${page}\n${stayed}`),
  );
}

async function resumeRun(given: Extract<Arguments, { kind: 'resume' }>): Promise<Exit> {
  const folder = resolve(given.folder);
  try {
    if (!(await summaryOf(folder)))
      throw new ProblemError({
        code: 'run-missing',
        message: `There is no run in ${given.folder}.`,
        fix: 'Name the folder that holds run.json; the end of each run says where it lies.',
      });
    return await watch(folder, given.json, (supervisor) => supervisor.continue(folder, given));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    say(error.problem);
    return EXIT.refused;
  }
}

/** Stays with one run until it has ended, and gives the exit code. */
async function watch(
  folder: string,
  json: boolean,
  begin: (supervisor: Supervisor) => Promise<{ readonly id: string }>,
): Promise<Exit> {
  const { engines, data, caches } = places();
  const supervisor = new Supervisor({
    launcher: nodeLauncher(ENGINE),
    environment: async () => ({
      dataFolder: data,
      engineFolder: (await currentEngine(engines))?.folder ?? null,
      cacheFolder: await cacheFolder(caches),
    }),
  });
  const view = json ? undefined : progressView(process.stdout, await readRunFile(folder));
  let ending: Ending | undefined;
  supervisor.subscribe({
    event: (_, event) => {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
      view?.event(event);
      if (event.kind === 'run-ended') ending = event;
    },
    problem: (_, it) => say(it),
  });
  try {
    const { id } = await begin(supervisor);
    const interrupted = onInterrupt(supervisor, id);
    await supervisor.idle();
    view?.close();
    if (!json) await tellResult(folder, ending);
    if (ending?.how === 'done') return EXIT.done;
    return interrupted() ? EXIT.interrupted : EXIT.failed;
  } finally {
    view?.close();
  }
}

/** Once: stop with a checkpoint. Twice: end at once. A reader of our output that goes away counts as once. */
function onInterrupt(supervisor: Supervisor, run: string): () => boolean {
  let times = 0;
  const interrupt = (): void => {
    times += 1;
    if (times === 1) {
      process.stderr.write('\nStopping with a checkpoint; press Ctrl+C again to end at once.\n');
      supervisor.stop(run);
    } else supervisor.kill(run);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  process.stdout.on('error', () => {
    if (times === 0) interrupt();
  });
  return () => times > 0;
}

type Ending = Extract<RunEvent, { kind: 'run-ended' }>;

/** How it ended, what came of it, where it lies, and how it can go on. */
async function tellResult(folder: string, ending: Ending | undefined): Promise<void> {
  const { file, events } = await readRun(folder);
  const resumable = ending?.how !== 'done' && (await summaryOf(folder))?.resumable;
  const lines = [
    // A failure was told by its problem already.
    ending?.how === 'failed' ? '' : harmless(ending?.text ?? ''),
    resultTable(events, file),
    balanceTable(events, file),
    closedTable(events, file),
    comparisonTable(events, file),
    leaderboardTable(events, file),
    routerTable(events, file),
    profileTable(events, folder, file),
    `Run folder: ${folder}`,
    resumable ? `Go on with it: npm run distill -- --resume ${folder}` : '',
  ];
  process.stdout.write(`\n${lines.filter((it) => it !== '').join('\n\n')}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(
    error instanceof ProblemError
      ? error.problem
      : problem({
          code: 'unexpected',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
  );
  process.exitCode = EXIT.failed;
}
