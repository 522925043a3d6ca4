import cliProgress from 'cli-progress';
import type { RunEvent } from '../../plan/events.ts';
import { type ExampleWord, exampleWord } from '../../plan/example-word.ts';
import { stepWork } from '../../plan/step-work.ts';
import { learnsAnswers } from '../../plan/training.ts';
import { harmless } from '../output-tail.ts';
import { progressIn } from '../progress.ts';
import type { RunFile } from '../run-file.ts';
import { networkName, ROLES } from './network-name.ts';
import { bytesText, percent } from './result-table.ts';
import { stageName } from './stage-name.ts';

/** Tells a run to a person as it goes. */
export type ProgressView = { event(event: RunEvent): void; close(): void };

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A bar on a terminal, a line an epoch anywhere else. */
export function progressView(stream: Stream, file: RunFile): ProgressView {
  return stream.isTTY ? barView(stream, file) : lineView(stream, file);
}

const shown = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not a number' : value.toPrecision(4);

function lineView(stream: Stream, file: RunFile): ProgressView {
  const named = stageNamer(file);
  return {
    event: (event) => {
      const line = named(event, lineOf(event, file));
      if (line !== '') stream.write(`${harmless(line)}\n`);
    },
    close: () => undefined,
  };
}

/** Puts the stage before lines on epochs where stages run side by side. */
function stageNamer(file: RunFile): (event: RunEvent, line: string) => string {
  let shared = false;
  return (event, line) => {
    if (event.kind === 'run-started') shared = event.workers !== undefined;
    return shared && event.kind === 'epoch' ? `${stageName(file, event.stage)}: ${line.trim()}` : line;
  };
}

/** What stays to be read of an event; empty for what only moves a bar. */
function lineOf(event: RunEvent, file: RunFile): string {
  switch (event.kind) {
    case 'run-started':
      return `${event.resumedAt ? 'Going on' : 'Running'} on ${event.engine.device} (${event.engine.kind} ${event.engine.version})${event.workers === undefined ? '' : `, up to ${plural(event.workers, 'worker')}`}`;
    case 'stage-started': {
      const from = event.step > 0 ? `, from step ${count(event.step)}` : '';
      return `Stage ${event.index + 1} of ${file.stages.length}, ${stageName(file, event.stage)}: ${plural(event.epochs, 'epoch')}, ${plural(event.steps, 'step')}${from}`;
    }
    case 'epoch': {
      const stage = file.plan.stages.find((it) => it.id === event.stage);
      const named = ({ role, network }: (typeof event.measured)[number]): string =>
        event.measured.filter((it) => it.role === role).length > 1 ? networkName(file, network) : ROLES[role];
      const measured = event.measured.map((it) => {
        const network = file.plan.networks.find(({ id }) => id === it.network);
        const silent = stage?.train.includes(it.network) && network && !learnsAnswers(stage, network);
        return `${named(it)} ${it.part} accuracy ${percent(it.accuracy)}, loss ${shown(it.loss)}${silent ? ' (its last layer has not learned yet)' : ''}`;
      });
      return `  epoch ${event.epoch}: ${measured.join('; ')}`;
    }
    case 'state':
      return event.state === 'running' ? '' : event.text;
    case 'note':
      return event.text;
    case 'problem':
      return `${event.message}${event.fix ? ` ${event.fix}` : ''} [${event.code}]`;
    case 'parameter-set':
      return `  from step ${count(event.step + 1)} on ${event.path.join(' ')} of ${event.at} is ${event.value} (was ${event.from})`;
    case 'checkpoint':
    case 'metrics':
    case 'balance':
    case 'usage':
    case 'gates':
    case 'examples':
    case 'answers':
    case 'comparison':
    case 'similarity':
    case 'profile':
    case 'evaluation':
    case 'saved-model':
    case 'router':
    case 'run-ended':
      return '';
  }
}

const count = (value: number): string => value.toLocaleString('en-US');
const plural = (value: number, word: string): string => `${count(value)} ${word}${value === 1 ? '' : 's'}`;

/** A bar at the bottom, and above it the lines that stay. */
function barView(stream: Stream, file: RunFile): ProgressView {
  const { stages } = file;
  const total = stages.reduce((sum, it) => sum + it.steps, 0);
  const bars = new cliProgress.MultiBar(
    {
      stream,
      format: '{stage} {bar} {percentage} %  {value}/{total}  {rest} left  {told}{used}',
      barsize: 24,
      hideCursor: true,
      // The command line turns an interrupt into a stop; the bar must not end the process on its own.
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  let began = Date.now();
  let first = 0;
  const work = new Map(file.plan.stages.map((it) => [it.id, stepWork(file.plan, it)]));
  const workOf = (all: readonly { readonly id: string; readonly steps: number }[]): number =>
    all.reduce((sum, it) => sum + it.steps * (work.get(it.id) ?? 1), 0);
  let open = true;
  const payload = { stage: 'starting', told: '', used: '', rest: '–' };
  const bar = bars.create(total, 0, payload);

  // Stopping twice would leave an empty line.
  const close = (): void => {
    if (!open) return;
    open = false;
    // Lines that still wait are written by an update alone.
    bars.update();
    bars.stop();
  };
  const stepsBefore = (stage: string): number =>
    stages
      .slice(
        0,
        stages.findIndex((it) => it.id === stage),
      )
      .reduce((sum, it) => sum + it.steps, 0);
  const named = stageNamer(file);
  const progress = progressIn(stages);
  let value = 0;
  let shared = false;
  const reach = (stage: string, step: number): void => {
    const at = stages.findIndex((it) => it.id === stage);
    const seconds = (Date.now() - began) / 1000;
    // The pace of this stage, and what the steps of each cost.
    const done = (value - first) * (work.get(stage) ?? 1);
    const left = workOf(stages.slice(Math.max(0, at))) - step * (work.get(stage) ?? 1);
    // Stages side by side have no common pace.
    payload.rest = seconds > 1 && done > 0 && !shared ? duration((left * seconds) / done) : '–';
    bar.update(value, payload);
  };
  return {
    event: (event) => {
      // What is being done stands in the bar itself.
      value = progress.add(event);
      const line = event.kind === 'state' ? '' : named(event, lineOf(event, file));
      if (line !== '' && open) bars.log(`${harmless(line)}\n`);
      if (event.kind === 'run-started') {
        const at = event.resumedAt;
        shared = event.workers !== undefined;
        if (at) reach(at.stage, at.step);
      } else if (event.kind === 'stage-started') {
        payload.stage = `stage ${event.index + 1}/${stages.length}`;
        payload.used = '';
        // Each stage has its own pace.
        began = Date.now();
        first = stepsBefore(event.stage) + event.step;
        reach(event.stage, event.step);
      } else if (event.kind === 'metrics') {
        const { loss, accuracy } = event.columns;
        payload.told = `loss ${shown(loss?.at(-1))}  accuracy ${percent(accuracy?.at(-1) ?? 0)}`;
        reach(event.stage, event.steps.at(-1) ?? 0);
      } else if (event.kind === 'usage') {
        payload.used = `  ${usageText(event, exampleWord(file.plan))}`;
        bar.update(payload);
      } else if (event.kind === 'state') bar.update({ ...payload, told: harmless(event.text) });
      else if (event.kind === 'problem') close();
    },
    close,
  };
}

/** `5,160 images/s  412.0 MB` */
const usageText = (
  { examplesPerSecond, memory }: Extract<RunEvent, { kind: 'usage' }>,
  example: ExampleWord,
): string => `${count(Math.round(examplesPerSecond))} ${example}s/s  ${bytesText(memory)}`;

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
