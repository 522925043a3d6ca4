import type { RunSummary } from '../../../electron/contract.ts';
import {
  type Column,
  parameterColumns,
  resultColumns,
  runColumns,
} from '../../../renderer/compare/columns.ts';
import type { Entry } from '../../../renderer/compare/entry.ts';
import type { FactNode, MeasuredNetwork, RunFacts } from '../../../src/plan/run-facts.ts';
import { summaryOf } from '../runs/record.ts';

const measured = (
  role: MeasuredNetwork['role'],
  accuracy: number,
  more: Partial<MeasuredNetwork> = {},
): MeasuredNetwork => ({
  network: `network-${role}`,
  node: role,
  role,
  accuracy,
  loss: 0.1,
  agreement: null,
  attacked: null,
  parameters: 1000,
  bytes: 4000,
  microsecondsPerImage: 5,
  ...more,
});

/** The starter's nodes, as far as they are compared. */
const nodesOf = (temperature: number, epochs: number, more: Readonly<Record<string, FactNode>>) => ({
  loss: { type: 'loss.tempered-softmax', params: { temperature } },
  trainer: { type: 'training.trainer', params: { epochs } },
  ...more,
});

type Draft = {
  readonly run?: string;
  readonly title?: string;
  readonly tags?: string[];
  readonly status?: RunSummary['status'];
  readonly created?: number;
  readonly accuracy?: number | null;
  readonly teacher?: number;
  readonly alone?: number;
  readonly parameters?: number;
  readonly temperature?: number;
  readonly epochs?: number;
  readonly milliseconds?: number;
  readonly document?: string;
  readonly nodes?: Readonly<Record<string, FactNode>>;
};

let made = 0;
const next = (): number => {
  made += 1;
  return made;
};

/** A run of the starter with these values. */
export function entry({
  run = `run-${next()}`,
  title = 'A run',
  tags = [],
  status = 'done',
  created = made * 1000,
  accuracy = 0.97,
  teacher = 0.98,
  alone,
  parameters = 1000,
  temperature = 4,
  epochs = 5,
  milliseconds = 90_000,
  document = 'Tempered softmax on MNIST',
  nodes = {},
}: Draft = {}): Entry {
  const facts: RunFacts = {
    run,
    document,
    nodes: nodesOf(temperature, epochs, nodes),
    measured: [
      measured('teacher', teacher, { parameters: 20_000 }),
      ...(alone === undefined ? [] : [measured('baseline', alone)]),
      ...(accuracy === null ? [] : [measured('student', accuracy, { parameters })]),
    ],
    milliseconds,
  };
  return { summary: summaryOf({ run, title, tags, status, created, accuracy }), facts };
}

/** A run of which nothing was read yet. */
export const unread = (title = 'Unread'): Entry => ({
  summary: summaryOf({ run: `unread-${title}`, title }),
  facts: null,
});

export const everyColumn = (entries: readonly Entry[]): readonly Column[] => [
  ...runColumns.first,
  ...resultColumns(entries),
  ...parameterColumns(entries),
  ...runColumns.last,
];

export function columnOf(entries: readonly Entry[], name: string): Column {
  const found = everyColumn(entries).find((it) => it.key === name || it.key.endsWith(`.${name}`));
  if (!found) throw new Error(`no column ${name}`);
  return found;
}
