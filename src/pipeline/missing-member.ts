import type { PipelineDefinition } from './definition.ts';
import { memberOf, membersOf, type PortType } from './ports.ts';
import type { ProblemDraft } from './problem.ts';

type Checked = {
  readonly definition: PipelineDefinition;
  readonly outputs: Readonly<Record<string, PortType | undefined>>;
};

/**
 * Why a node has no such member of one of its families, e.g. no layer of that name; undefined where its members are not
 * known, or where the port belongs to no family.
 */
export function missingMember(
  port: string,
  { definition, outputs }: Checked,
): ((node: string) => Omit<ProblemDraft, 'node'>) | undefined {
  const named = memberOf(definition.outputs, port);
  if (named === undefined) return undefined;
  const there = membersOf(named.family, outputs).map(([name]) => name.slice(named.family.length - 1));
  if (there.length === 0) return undefined;
  const what = definition.outputs[named.family]?.title ?? named.family;
  return (node) => ({
    code: 'no-such-layer',
    message: `${node} has no ${what} "${named.member}".`,
    found: named.member,
    allowed: nearest(named.member, there).join(', '),
    fix: 'Draw the wire from one that is there, or set the network back to what it was.',
  });
}

/** As many names as a person reads: those that begin most alike first. */
function nearest(name: string, names: readonly string[], most = 12): readonly string[] {
  const alike = (it: string): number => {
    let at = 0;
    while (at < name.length && it[at] === name[at]) at += 1;
    return at;
  };
  const first = new Set(names.toSorted((a, b) => alike(b) - alike(a)).slice(0, most));
  const rest = names.length - first.size;
  return [...names.filter((it) => first.has(it)), ...(rest > 0 ? [`and ${rest} more`] : [])];
}
