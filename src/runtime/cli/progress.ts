import cliProgress from 'cli-progress';
import type { RunEvent } from '../../plan/events.ts';
import { harmless } from '../output-tail.ts';
import type { RunFile } from '../run-file.ts';
import { percent } from './result-table.ts';

/** Tells a run to a person as it goes. */
export type ProgressView = { event(event: RunEvent): void; close(): void };

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A bar on a terminal, a line an epoch anywhere else. */
export function progressView(stream: Stream, file: RunFile): ProgressView {
  return stream.isTTY ? barView(stream, file) : lineView(stream, file);
}

const shown = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'not a number' : value.toPrecision(4);

function lineView(stream: Stream, { stages }: RunFile): ProgressView {
  return {
    event: (event) => {
      const line = lineOf(event, stages.length);
      if (line !== '') stream.write(`${harmless(line)}\n`);
    },
    close: () => undefined,
  };
}

function lineOf(event: RunEvent, stages: number): string {
  switch (event.kind) {
    case 'run-started':
      return `${event.resumedAt ? 'Going on' : 'Running'} on ${event.engine.device} (${event.engine.kind} ${event.engine.version})`;
    case 'stage-started':
      return `Stage ${event.index + 1} of ${stages}: ${event.epochs} epochs, ${event.steps} steps`;
    case 'epoch': {
      const measured = event.measured.map(
        (it) => `${it.role} ${it.part} accuracy ${percent(it.accuracy)}, loss ${shown(it.loss)}`,
      );
      return `  epoch ${event.epoch}, step ${event.step}: ${measured.join('; ')}`;
    }
    case 'state':
    case 'note':
      return event.text;
    case 'problem':
      return `${event.message}${event.fix ? ` ${event.fix}` : ''} [${event.code}]`;
    case 'checkpoint':
    case 'metrics':
    case 'evaluation':
    case 'saved-model':
    case 'run-ended':
      return '';
  }
}

function barView(stream: Stream, { stages }: RunFile): ProgressView {
  const total = stages.reduce((sum, it) => sum + it.steps, 0);
  const bar = new cliProgress.SingleBar(
    {
      stream,
      format: '{stage} {bar} {percentage} %  {value}/{total}  {rest} left  {told}',
      barsize: 24,
      hideCursor: true,
      // The command line turns an interrupt into a stop; the bar must not end the process on its own.
      gracefulExit: false,
      formatTime: (seconds) => (Number.isFinite(seconds) ? duration(seconds) : '–'),
    },
    cliProgress.Presets.shades_classic,
  );
  let began = Date.now();
  let first = 0;
  let open = true;
  const payload = { stage: 'starting', told: '', rest: '–' };
  bar.start(total, 0, payload);

  // Stopping twice would leave an empty line.
  const close = (): void => {
    if (open) bar.stop();
    open = false;
  };
  const reach = (stage: string, step: number): void => {
    const index = stages.findIndex((it) => it.id === stage);
    const value = stages.slice(0, index).reduce((sum, it) => sum + it.steps, 0) + step;
    const seconds = (Date.now() - began) / 1000;
    payload.rest = value > first ? duration(((total - value) * seconds) / (value - first)) : '–';
    bar.update(value, payload);
  };
  return {
    event: (event) => {
      if (event.kind === 'run-started') {
        const at = event.resumedAt;
        if (at) reach(at.stage, at.step);
        began = Date.now();
      } else if (event.kind === 'stage-started') {
        payload.stage = `stage ${event.index + 1}/${stages.length}`;
        reach(event.stage, event.step);
        if (first === 0)
          first = stages.slice(0, event.index).reduce((sum, it) => sum + it.steps, 0) + event.step;
      } else if (event.kind === 'metrics') {
        const { loss, accuracy } = event.columns;
        payload.told = `loss ${shown(loss?.at(-1))}  accuracy ${percent(accuracy?.at(-1) ?? 0)}`;
        reach(event.stage, event.steps.at(-1) ?? 0);
      } else if (event.kind === 'state') bar.update({ ...payload, told: harmless(event.text) });
      else if (event.kind === 'problem') {
        close();
        stream.write(`${harmless(lineOf(event, stages.length))}\n`);
      }
    },
    close,
  };
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
