import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { tail } from '../../scripts/setup/child.mjs';
import { checkout, dataFolder } from '../../scripts/setup/places.mjs';
import { SetupProblem } from '../../scripts/setup/problem.mjs';
import { DATA, network } from './jobs.mjs';
import { paces } from './pace.mjs';

/** @typedef {import('./jobs.mjs').Precision} Precision */
/** @typedef {import('./memory.mjs').Memory} Memory */
/** @typedef {'nothing' | 'teacher' | 'all'} Compiled what torch.compile is given; the rest runs op by op */
/**
 * A line that bench/torch/run.py prints; times are milliseconds.
 *
 * @typedef {({ kind: 'about' } & About)
 *   | { kind: 'ready', parameters: number, memory: Memory }
 *   | { kind: 'warm', milliseconds: number }
 *   | { kind: 'mark', step: number, time: number }
 *   | { kind: 'epoch', epoch: number, accuracy: number, loss: number }
 *   | { kind: 'job', milliseconds: number, apart: number }
 *   | { kind: 'teacher', parameters: number, accuracy: number, loss: number }
 *   | { kind: 'done', memory: Memory }} Line
 */
/**
 * @typedef {{ torch: string, python: string, threads: number, instructions: string }} About versions and
 *   settings
 */
/** @typedef {{ python: string, compiled: string }} Torch program, and the folder that holds compiled code */
/** @typedef {{ network: string, file: string }} LoadedTeacher */
/** @typedef {ReturnType<typeof specOf>} Spec */

/**
 * @param {Torch} torch
 * @param {Spec | 'about'} spec as bench/torch/run.py reads it
 * @returns {Promise<Line[]>}
 */
async function runTorch(torch, spec) {
  const program = join(checkout, 'bench', 'torch', 'run.py');
  const child = spawn(
    torch.python,
    ['-W', 'ignore', '-B', program, typeof spec === 'string' ? spec : JSON.stringify(spec)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...(spec !== 'about' && allocation(spec)),
        TORCHINDUCTOR_CACHE_DIR: join(torch.compiled, compiledName(spec)),
      },
    },
  );
  const end = () => child.kill();
  process.once('exit', end);
  let complaint = '';
  child.stderr.on('data', (part) => {
    complaint += part;
  });
  /** @type {Line[]} */
  const lines = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  const [code] = await once(child, 'close');
  process.off('exit', end);
  if (code !== 0) throw new SetupProblem(`PyTorch ended with exit code ${code}:\n${tail(complaint)}`);
  return lines;
}

/**
 * With glibc's allocator as it comes, PyTorch gives the memory of a step's images back to the system and
 * takes it anew in the next: kept instead, steps with convolutions were a tenth to a sixth quicker. Those
 * without were slower.
 *
 * @param {Spec} spec
 */
function allocation({ student, teacher }) {
  if ([student.kind, teacher?.kind ?? 'mlp'].every((it) => it === 'mlp')) return {};
  return {
    MALLOC_TRIM_THRESHOLD_: '-1',
    MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
    MALLOC_TOP_PAD_: String(2 ** 26),
  };
}

/**
 * Code that one measurement compiled serves the same one again, and no other: whatever is new compiles all
 * that it needs.
 *
 * @param {Spec | 'about'} spec
 */
function compiledName(spec) {
  if (spec === 'about') return spec;
  const { student, teacher, bfloat16, compile } = spec;
  return createHash('sha256')
    .update(JSON.stringify([student, teacher, bfloat16, compile]))
    .digest('hex')
    .slice(0, 12);
}

/**
 * @template {Line['kind']} K
 * @param {Line[]} lines
 * @param {K} kind
 * @returns {Extract<Line, { kind: K }>} the last of its kind
 */
function line(lines, kind) {
  const found = lines.findLast((it) => it.kind === kind);
  if (!found) throw new Error(`PyTorch printed no line of the kind ${kind}`);
  return /** @type {Extract<Line, { kind: K }>} */ (found);
}

/** @param {Torch} torch @returns {Promise<About>} */
export async function aboutTorch(torch) {
  const { kind: _, ...about } = line(await runTorch(torch, 'about'), 'about');
  return about;
}

/**
 * @param {'steps' | 'job' | 'teacher'} task
 * @param {string} student
 * @param {LoadedTeacher | null} teacher
 * @param {{ precision: Precision, compile: Compiled }} how
 */
function specOf(task, student, teacher, { precision, compile }) {
  const { data, batch, torch } = network(student);
  return {
    task,
    data: { folder: join(dataFolder(), data), shift: 0, ...DATA[data] },
    student: torch,
    teacher: teacher && { ...network(teacher.network).torch, file: teacher.file },
    batch,
    rate: 0.001,
    alpha: 0.5,
    temperature: 4,
    epochs: 1,
    seconds: 1,
    seed: 1,
    bfloat16: precision === 'bfloat16',
    compile,
  };
}

/**
 * @typedef {{ paces: number[], warmUp: number }} TorchSteps milliseconds a step; seconds before the first,
 *   compiling
 */

/**
 * @param {Torch} torch
 * @param {string} student
 * @param {LoadedTeacher | null} teacher null for a network on the labels alone
 * @param {{ precision: Precision, compile: Compiled, seconds: number, fresh?: boolean }} how `fresh`
 *   compiles anew
 * @returns {Promise<TorchSteps>}
 */
export async function torchSteps(torch, student, teacher, { seconds, fresh = false, ...how }) {
  const spec = { ...specOf('steps', student, teacher, how), seconds: seconds + 1 };
  if (fresh) await rm(join(torch.compiled, compiledName(spec)), { recursive: true, force: true });
  const lines = await runTorch(torch, spec);
  const marks = lines.flatMap((it) => (it.kind === 'mark' ? [it] : []));
  return { paces: paces([marks]), warmUp: line(lines, 'warm').milliseconds / 1000 };
}

/**
 * @param {Torch} torch
 * @param {import('./jobs.mjs').Job} job
 * @param {string} teacher its file
 * @param {{ precision: Precision, compile: Compiled, seed: number, epochs: number }} how
 * @returns {Promise<import('./run-events.mjs').JobResult & { idle: number }>} `idle`: memory before the
 *   first step
 */
export async function torchJob(torch, job, teacher, { seed, epochs, ...how }) {
  const spec = specOf('job', job.student, { network: job.teacher, file: teacher }, how);
  const data = { ...spec.data, shift: job.shift };
  const lines = await runTorch(torch, { ...spec, data, seed, epochs });
  const { milliseconds, apart } = line(lines, 'job');
  const ready = line(lines, 'ready');
  return {
    seconds: milliseconds / 1000,
    measuring: apart / 1000,
    saving: null,
    accuracy: line(lines, 'epoch').accuracy,
    parameters: ready.parameters,
    memory: line(lines, 'done').memory.peak,
    idle: ready.memory.now,
  };
}

/**
 * @param {Torch} torch
 * @param {LoadedTeacher} teacher
 * @returns {Promise<import('./teachers.mjs').Worth>} what the same weights are worth in PyTorch
 */
export async function torchTeacher(torch, teacher) {
  const spec = specOf('teacher', teacher.network, teacher, { precision: 'float32', compile: 'nothing' });
  const { parameters, accuracy, loss } = line(await runTorch(torch, spec), 'teacher');
  return { parameters, accuracy, loss };
}
