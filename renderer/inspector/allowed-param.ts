import type { NodeDefinition } from '../../src/nodes/define.ts';
import type { Params } from '../../src/pipeline/document.ts';
import { describeIssue } from '../../src/pipeline/issue.ts';
import type { Value } from './form-fields.ts';

/**
 * Why the definition's own schema does not take a value, in a sentence; undefined where it does. Asked before every
 * change, so that no form can write what the check would refuse.
 */
export function refuseParam(
  definition: NodeDefinition,
  params: Params,
  param: string,
  value: Value,
): string | undefined {
  const parsed = definition.params.safeParse({ ...params, [param]: value });
  const issue = parsed.error?.issues.find((it) => it.path[0] === param);
  if (!issue) return undefined;
  const { reason, allowed } = describeIssue(issue);
  return allowed === undefined ? `It ${reason}.` : `It ${reason}; allowed is ${allowed}.`;
}
