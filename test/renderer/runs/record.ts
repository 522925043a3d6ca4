import { readFileSync } from 'node:fs';
import type { RunRecord, RunSummary } from '../../../electron/contract.ts';
import { openRun, type RunData } from '../../../renderer/runs/run-data.ts';
import type { RunView } from '../../../renderer/runs/run-view.ts';
import { formatDocument, parseDocument } from '../../../src/pipeline/text.ts';
import type { EngineEvent, RunEvent } from '../../../src/plan/events.ts';
import { compile } from '../../../src/runtime/compile/compile.ts';
import { templateModels } from '../../runtime/compile/template-models.ts';

export const summaryOf = (more: Partial<RunSummary> = {}): RunSummary => ({
  run: 'run-1',
  title: 'A run',
  status: 'running',
  created: 1_000,
  ending: '',
  progress: 0,
  resumable: false,
  accuracy: null,
  tags: [],
  ...more,
});

/** Numbers events as the run writer does, a tenth of a second apart. */
export const stamped = (events: readonly EngineEvent[], first = 0): RunEvent[] =>
  events.map((it, at) => ({ ...it, seq: first + at, time: (first + at) * 100 }));

/** What main would hand over of a run of a template that came so far. */
export function recordOf(
  template: string,
  events: readonly RunEvent[] = [],
  summary: Partial<RunSummary> = {},
): RunRecord {
  const path = new URL(`../../../templates/${template}.json`, import.meta.url);
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (!document.ok) throw new Error(document.problem.message);
  const compiled = compile(document.value, { models: templateModels(document.value) });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const { plan, origin, notes } = compiled.value;
  const text = formatDocument(document.value);
  return { summary: summaryOf(summary), document: text, plan, origin, notes, events: [...events] };
}

export const STARTER = 'tempered-softmax-mnist';
export const ALONE = 'student-alone-mnist';
export const ASSISTANT = 'teacher-assistant-student-mnist';

/** A run of the starter after the given events. Its stages: stage-1 teacher, stage-2 student, stage-3 student alone. */
export const starterRun = (
  events: readonly EngineEvent[] = [],
  summary: Partial<RunSummary> = {},
): { data: RunData; view: RunView } => openRun(recordOf(STARTER, stamped(events), summary));

export const began = (
  resumedAt: { stage: string; step: number } | null = null,
): Extract<EngineEvent, { kind: 'run-started' }> => ({
  kind: 'run-started',
  plan: 'a'.repeat(64),
  engine: { kind: 'tensorflow', device: 'CPU', version: '2.20.0' },
  resumedAt,
});

export const stage = (id: string, step = 0): EngineEvent => ({
  kind: 'stage-started',
  stage: id,
  index: Number(id.slice(-1)) - 1,
  of: 3,
  epochs: 5,
  steps: 2345,
  step,
});

/** The loss of each step from the first on is what `of` makes of the step. */
export const metrics = (
  id: string,
  first: number,
  count: number,
  of: (step: number) => number = (step) => 1 / step,
): Extract<EngineEvent, { kind: 'metrics' }> => {
  const steps = Array.from({ length: count }, (_, at) => first + at);
  return { kind: 'metrics', stage: id, steps, columns: { loss: steps.map(of) } };
};

/** How the machine is used at a step. */
export const usage = (
  id: string,
  step: number,
  more: Partial<Extract<EngineEvent, { kind: 'usage' }>> = {},
): Extract<EngineEvent, { kind: 'usage' }> => ({
  kind: 'usage',
  stage: id,
  step,
  examplesPerSecond: 5000,
  memory: 400_000_000,
  processor: 0.9,
  device: null,
  ...more,
});

/** A step of a stage of the starter, measured: the student's network takes most of it unless another is named. */
export const profile = (id: string, network = 'network-1'): Extract<EngineEvent, { kind: 'profile' }> => ({
  kind: 'profile',
  stage: id,
  steps: 20,
  milliseconds: 10,
  entries: [
    { at: 'source-1', part: 'data', milliseconds: 1, bytes: 401_408 },
    { at: network, part: 'student', milliseconds: 6, bytes: 2_000_000 },
    { at: 'optimizer-1', part: 'optimizer', milliseconds: 2, bytes: 300_000 },
    { at: id, part: 'rest', milliseconds: 1, bytes: 0 },
  ],
  file: `trace-${id}.json`,
});

type Measures = { readonly accuracy: number; readonly agreement?: number | null; readonly time?: number };

/** An evaluation node's answer on a thousand images of two classes. */
export const evaluation = (
  output: string,
  network: string,
  role: 'teacher' | 'student' | 'baseline',
  { accuracy, agreement = null, time = 10 }: Measures,
): Extract<EngineEvent, { kind: 'evaluation' }> => {
  const right = Math.round(accuracy * 500);
  return {
    kind: 'evaluation',
    output,
    measured: { network, role, part: 'test', examples: 1000, accuracy, loss: 0.1 },
    confusion: [
      [right, 500 - right],
      [500 - right, right],
    ],
    agreement,
    parameters: 1,
    bytes: role === 'teacher' ? 1_000_000 : 100_000,
    microsecondsPerImage: time,
    bfloat16: null,
    pruned: null,
  };
};
