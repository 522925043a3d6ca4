import type { Output } from './plan.ts';

/** What an output takes of a run: networks that have weights by then, and data. A leaderboard is made of other outputs. */
export function neededBy(output: Output): {
  readonly networks: readonly string[];
  readonly sources: readonly string[];
} {
  switch (output.kind) {
    case 'evaluation': {
      const { network, teacher, source } = output;
      return { networks: teacher === null ? [network] : [network, teacher], sources: [source] };
    }
    case 'saved-model':
      return { networks: [output.network], sources: [] };
    case 'router':
      return {
        networks: output.tasks.map((it) => it.network),
        sources: output.tasks.map((it) => it.source),
      };
    case 'leaderboard':
      return { networks: [], sources: [] };
  }
}
