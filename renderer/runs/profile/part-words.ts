import type { ProfilePart } from '../../../src/plan/events.ts';
import type { NodeCost } from '../../../src/plan/profile-by-node.ts';

const words: Readonly<Record<ProfilePart, string>> = {
  data: 'data',
  teacher: 'network',
  student: 'network, forward and back',
  loss: 'loss',
  optimizer: 'update of the weights',
  rest: 'between the parts',
};

/** What of a node takes the time: `Network, forward and back; loss`. */
export function partWords({ parts }: Pick<NodeCost, 'parts'>): string {
  const text = parts.map((it) => words[it]).join('; ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
