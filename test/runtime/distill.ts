import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { RunEvent } from '../../src/plan/events.ts';
import { builtPrograms } from './built-programs.ts';

export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

type Options = {
  readonly env?: Readonly<Record<string, string>>;
  /** Each line of standard output as it comes; may send signals. */
  readonly line?: (line: string, child: ChildProcess) => void;
};

/** The built command line as a program of its own. Call it once a file, outside of its tests. */
export function distillProgram(): (args: readonly string[], options?: Options) => Promise<Ended> {
  const programs = builtPrograms();
  return async (args, { env = {}, line } = {}) => {
    const child = spawn(process.execPath, [programs().cli, ...args], { env: { ...process.env, ...env } });
    const out: string[] = [];
    let stderr = '';
    createInterface({ input: child.stdout }).on('line', (text) => {
      out.push(text);
      line?.(text, child);
    });
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout: out.map((it) => `${it}\n`).join(''), stderr };
  };
}

const sets = (...settings: string[]): readonly string[] => settings.flatMap((it) => ['--set', it]);

/** A slice of the starter's data, and two epochs unless another number follows. */
export const SLICE: readonly string[] = [
  ...sets('mnist.trainExamples=256', 'mnist.testExamples=100'),
  '--epochs',
  '2',
];

/** The starter on that slice, with a teacher of a few filters: a second of work. */
export const SMALL: readonly string[] = [
  ...SLICE,
  ...sets('teacher.epochs=1', 'teacher-network.dense=8'),
  ...sets('teacher-network.firstFilters=2', 'teacher-network.secondFilters=2'),
];

/** Every line of standard output under --json. Throws where one is no event. */
export const eventsOf = ({ stdout }: Pick<Ended, 'stdout'>): RunEvent[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => RunEvent.parse(JSON.parse(line)));
