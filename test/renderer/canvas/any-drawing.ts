import fc from 'fast-check';
import { catalogue } from '../../../src/nodes/catalogue.gen.ts';
import { type Document, emptyDocument, type Wire } from '../../../src/pipeline/document.ts';
import { kindsJoin } from '../../../src/pipeline/ports.ts';

const byType = new Map(catalogue.map((it) => [it.type, it]));

/** Ids by type, so that a failure reads well: `mnist-0`. */
type Drawn = { readonly types: readonly string[]; readonly picks: readonly number[] };

/** Wires between ports whose kinds join, a few of them at the same input or in a circle. */
function wiresOf({ types, picks }: Drawn): Record<string, Wire> {
  const name = (at: number): string => `${types[at]?.split('.').at(-1)}-${at}`;
  const possible: Wire[] = [];
  for (const [a, from] of types.entries())
    for (const [b, to] of types.entries())
      for (const [out, output] of Object.entries(byType.get(from)?.outputs ?? {}))
        for (const [into, input] of Object.entries(byType.get(to)?.inputs ?? {}))
          if (a !== b && kindsJoin(output.kind, input.kind))
            possible.push({ from: { node: name(a), port: out }, to: { node: name(b), port: into } });
  if (possible.length === 0) return {};
  return Object.fromEntries(
    picks.map((pick, at) => [`wire-${at}`, possible[pick % possible.length] as Wire]),
  );
}

/** Documents of real nodes with any wires whose kinds join: most of them are broken somewhere. */
export const anyDrawing: fc.Arbitrary<Document> = fc
  .record({
    types: fc.array(fc.constantFrom(...byType.keys()), { minLength: 2, maxLength: 7 }),
    picks: fc.array(fc.nat(), { maxLength: 9 }),
    smoothing: fc.constantFrom(0, 0.1, 7),
  })
  .map(({ types, picks, smoothing }) => ({
    ...emptyDocument('Any'),
    nodes: Object.fromEntries(
      types.map((type, at) => [
        `${type.split('.').at(-1)}-${at}`,
        {
          type,
          version: byType.get(type)?.version ?? 1,
          position: { x: at * 300, y: 0 },
          // Out of its limits where it is 7.
          params: type === 'loss.cross-entropy' ? { smoothing } : {},
        },
      ]),
    ),
    wires: wiresOf({ types, picks }),
  }));
