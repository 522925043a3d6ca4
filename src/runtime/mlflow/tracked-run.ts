import { titleOf } from '../../pipeline/check.ts';
import type { Definitions } from '../../pipeline/definition.ts';
import type { Document } from '../../pipeline/document.ts';
import { upgradeNodes } from '../../pipeline/migrate.ts';
import { flattened } from '../../pipeline/subgraph/expand.ts';
import { parseDocument } from '../../pipeline/text.ts';
import type { RunEvent } from '../../plan/events.ts';
import type { RunFile } from '../run-file.ts';
import type { RunSummary } from '../runs.ts';
import { scalarsOf } from '../scalars.ts';

/** A point of a curve as MLflow keeps it; `timestamp` in milliseconds since 1970. */
export type Metric = {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
};
export type Entry = { readonly key: string; readonly value: string };

/** What a run is to MLflow, apart from its files. */
export type TrackedRun = {
  readonly name: string;
  readonly begun: number;
  readonly ended: number;
  readonly status: 'FINISHED' | 'FAILED' | 'KILLED' | 'RUNNING';
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
  readonly metrics: readonly Metric[];
};

/** Under this tag a run's own id is kept, by which it is found again. */
export const RUN_TAG = 'potstill.run';

/** As MLflow takes them, in characters. */
const LONGEST = { key: 250, param: 6000, tag: 5000 } as const;

const STATUS: Readonly<Record<RunSummary['state'], TrackedRun['status']>> = {
  queued: 'RUNNING',
  running: 'RUNNING',
  paused: 'RUNNING',
  done: 'FINISHED',
  stopped: 'KILLED',
  killed: 'KILLED',
  failed: 'FAILED',
};

/** Letters, digits and `_ - . / space` are all that a key may hold. */
export const keyOf = (name: string): string =>
  name
    .replaceAll(':', '/')
    .replace(/[^\p{L}\p{N}_\-./ ]/gu, '_')
    .slice(0, LONGEST.key);

/** A run as entries of MLflow: parameters of its nodes by title, curves, and what it ran on. */
export function trackedRun(
  { id, title, created, state, ending }: RunSummary,
  file: RunFile,
  events: readonly RunEvent[],
  definitions: Definitions,
): TrackedRun {
  const engine = events.findLast((it) => it.kind === 'run-started');
  const last = events.at(-1)?.time ?? 0;
  const tags = {
    [RUN_TAG]: id,
    'potstill.version': file.versions.potstill ?? '',
    'potstill.plan': file.hash,
    'potstill.seed': String(file.seed),
    'potstill.engine': engine?.kind === 'run-started' ? `${engine.engine.kind} ${engine.engine.version}` : '',
    'potstill.device': engine?.kind === 'run-started' ? engine.engine.device : '',
    'potstill.processor': `${file.machine.processor}, ${file.machine.cores} cores`,
    'mlflow.note.content': [ending, ...file.notes.map((it) => `- ${it.text}`)].join('\n'),
    'mlflow.source.name': 'Potstill',
    'mlflow.source.type': 'LOCAL',
  };
  return {
    name: title,
    begun: created,
    ended: created + Math.round(last),
    status: STATUS[state],
    params: paramsOf(file, definitions),
    tags: Object.entries(tags)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => ({ key, value: value.slice(0, LONGEST.tag) })),
    metrics: events.flatMap((event) =>
      scalarsOf(event)
        // Where nothing was measured there is no point; MLflow would draw it at zero.
        .filter(({ value }) => Number.isFinite(value))
        .map(({ tag, step, value }) => ({
          key: keyOf(tag),
          value,
          timestamp: created + Math.round(event.time),
          step,
        })),
    ),
  };
}

/** A run's document as of today; null where it cannot be read any more. */
export function drawnIn(document: RunFile['document'], definitions: Definitions): Document | null {
  const parsed = parseDocument(JSON.stringify(document));
  return parsed.ok ? upgradeNodes(parsed.value, definitions).document : null;
}

/** `Trainer.epochs`: what every node of the document was set to, defaults included. */
function paramsOf({ document }: RunFile, definitions: Definitions): Entry[] {
  const drawn = drawnIn(document, definitions);
  if (!drawn) return [];
  // What stands within a node that is made of several is set there.
  const parsed = flattened(drawn);
  const { nodes } = parsed;
  const titles = Object.keys(nodes).map((id) =>
    keyOf(titleOf(parsed, definitions, id).replace(/[:/]/g, '_')),
  );
  return Object.entries(nodes).flatMap(([id, node], at) => {
    const title = titles[at] as string;
    // Two nodes of one title are told apart by their ids.
    const name = titles.filter((it) => it === title).length > 1 ? `${title} (${id})` : title;
    const params = definitions.get(node.type)?.params.safeParse(node.params);
    return Object.entries(params?.success ? params.data : node.params).map(([param, value]) => ({
      // A slash would be a folder of parameters, and an empty one is refused.
      key: keyOf(`${name}.${param}`.replace(/[:/]/g, '_')),
      value: text(value).slice(0, LONGEST.param),
    }));
  });
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
