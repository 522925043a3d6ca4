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

/** What a router calls the model of each of its networks. */
export const routedNames = ({ name, tasks }: Extract<Output, { kind: 'router' }>): Map<string, string> =>
  new Map([...new Set(tasks.map((it) => it.network))].map((id, at) => [id, `${name}-${at + 1}`]));

/** Names of the files that an output writes, without what stands behind the last dot. */
function writtenBy(output: Output): readonly string[] {
  if (output.kind === 'saved-model') return [output.name];
  return output.kind === 'router' ? [output.name, ...routedNames(output).values()] : [];
}

/** The first output that would write over what another one wrote, and by which name. */
export function writtenTwice(
  outputs: readonly Output[],
): { readonly output: string; readonly name: string } | undefined {
  const known = new Set<string>();
  for (const output of outputs)
    for (const name of writtenBy(output)) {
      // Some disks do not tell capitals from small letters.
      const small = name.toLowerCase();
      if (known.has(small)) return { output: output.id, name };
      known.add(small);
    }
  return undefined;
}
