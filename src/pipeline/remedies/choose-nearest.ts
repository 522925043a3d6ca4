import type { z } from 'zod';
import type { Params } from '../document.ts';
import { setParam } from '../edits.ts';
import { nearestName } from './nearest-name.ts';
import { type Complaint, firstThatWorks, type Remedy } from './remedy.ts';

type Value = Params[string];

/** Sets a parameter to the nearest value that is allowed, or else to its default; one that is not known is taken away. */
export function chooseNearest({ document, definitions, problem, works }: Complaint): readonly Remedy[] {
  const { node: id, param } = problem;
  const node = id === undefined ? undefined : document.nodes[id];
  const definition = definitions.get(node?.type ?? '');
  if (!node || !definition || id === undefined || param === undefined) return [];
  const set = (title: string, params: readonly string[], value?: Value): Remedy => ({
    title,
    nodes: [id],
    apply: () => params.reduce((at, it) => setParam(at, id, it, value), document),
  });
  const issues = definition.params.safeParse(node.params).error?.issues ?? [];
  const remedies = issues.flatMap((issue): Remedy[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.path.length === 0 && issue.keys.join(', ') === param ? [set('Remove', issue.keys)] : [];
    if (issue.path.join('.') !== param || issue.path.length !== 1) return [];
    const value = allowedNear(issue, node.params[param]);
    const title = definition.choices?.(param)?.[String(value)] ?? value;
    return value === undefined ? [] : [set(`Use ${title}`, [param], value)];
  });
  const [top = ''] = param.split('.');
  return firstThatWorks([...remedies, set('Use the default', [top])], works);
}

/** The nearest of the choices, or the limit that was passed. */
function allowedNear(issue: z.core.$ZodIssue, found: Value | undefined): string | number | undefined {
  if (issue.code === 'invalid_value') {
    const choices = issue.values.filter((it): it is string => typeof it === 'string');
    return typeof found === 'string' ? nearestName(found, choices) : undefined;
  }
  if (issue.code === 'too_big' && issue.origin !== 'string' && issue.origin !== 'array' && issue.inclusive)
    return Number(issue.maximum);
  if (issue.code === 'too_small' && issue.origin !== 'string' && issue.origin !== 'array' && issue.inclusive)
    return Number(issue.minimum);
  return undefined;
}
