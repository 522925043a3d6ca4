import type { EngineEvent } from '../../plan/events.ts';
import type { Span } from './chrome-trace.ts';
import { contentBytes, type GraphNode } from './graph/graph.ts';

type Profile = Extract<EngineEvent, { kind: 'profile' }>;

/** Steps that are let go by before any is timed: the first ones allocate. */
const WARM_UP = 5;
/** How many are timed. */
const TIMED = 20;

/** What timed steps of a stage came to. */
export type Profiler = {
  /** Whether the next step is to be timed. */
  wants(): boolean;
  /** @param times seconds at which each node was done, the first moment before them */
  add(nodes: readonly GraphNode[], times: Float32Array): void;
  /** Once, when enough steps were timed; at the end of a stage what there is. */
  result(atEnd?: boolean): {
    readonly event: Omit<Profile, 'file' | 'kind' | 'stage'>;
    readonly spans: readonly Span[];
  } | null;
};

/** @param steps of the stage: a short one is timed from its second step on */
export function createProfiler(steps: number): Profiler {
  const begin = Math.min(WARM_UP, Math.max(steps - TIMED, 1));
  const wanted = Math.max(1, Math.min(TIMED, steps - begin));
  let seen = 0;
  let nodes: readonly GraphNode[] = [];
  const all: Float32Array[] = [];
  let told = false;
  return {
    wants() {
      seen += 1;
      return seen > begin && all.length < wanted;
    },
    add(of, times) {
      // Where more layers begin to learn, a step is another one from there on.
      if (of !== nodes) all.length = 0;
      nodes = of;
      all.push(inOrder(times));
    },
    result(atEnd = false) {
      if (told || all.length === 0 || (all.length < wanted && !atEnd)) return null;
      told = true;
      const took = nodes.map((_, at) =>
        mean(all.map((times) => (times[at + 1] as number) - (times[at] as number))),
      );
      const last = all.at(-1) as Float32Array;
      const spans = nodes.map(
        (node, at): Span => ({
          name: node.op,
          ...node.scope,
          begin: (last[at] as number) * 1e6,
          duration: ((last[at + 1] as number) - (last[at] as number)) * 1e6,
          bytes: contentBytes(node),
        }),
      );
      return {
        event: {
          steps: all.length,
          milliseconds: 1000 * took.reduce((sum, it) => sum + it, 0),
          entries: entriesOf(nodes, took),
        },
        spans,
      };
    },
  };
}

/** TensorFlow drops nodes that do nothing, and the order that hung on them: then a later moment stands before an earlier one. */
function inOrder(times: Float32Array): Float32Array {
  let latest = 0;
  return times.map((it) => {
    latest = Math.max(latest, it);
    return latest;
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;

/** Time and memory by what the nodes work for. */
function entriesOf(nodes: readonly GraphNode[], took: readonly number[]): Profile['entries'] {
  const entries = new Map<string, Profile['entries'][number]>();
  nodes.forEach((node, at) => {
    const { at: id, part } = node.scope;
    const key = `${part} ${id}`;
    const before = entries.get(key) ?? { at: id, part, milliseconds: 0, bytes: 0 };
    entries.set(key, {
      ...before,
      milliseconds: before.milliseconds + 1000 * (took[at] as number),
      bytes: before.bytes + contentBytes(node),
    });
  });
  return [...entries.values()];
}
