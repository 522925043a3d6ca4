import type { LocalProblem } from '../../pipeline/definition.ts';
import type { PortType } from '../../pipeline/ports.ts';
import type { PlanBuilder, Ref } from '../../plan/builder.ts';
import type { Layer } from '../../plan/layers.ts';
import { choice, type ParamMeta } from '../params.ts';
import { PROJECTORS, type ProjectorKind, projectorLayers } from './projector-layers.ts';

/** Which projector a node puts between two layers. */
export const projectorParam = (value: ProjectorKind, told: Pick<ParamMeta, 'title' | 'help'>) =>
  choice(PROJECTORS, value, {
    ...told,
    titles: {
      linear: 'Linear',
      'linear-norm': 'Linear, norm',
      convolution: '3×3 convolution, norm, ReLU, linear',
      perceptron: 'Linear, ReLU, linear',
    },
  });

type Layers = (from: readonly number[], to: readonly number[]) => Layer[] | null;
type At = Pick<LocalProblem, 'code' | 'port' | 'message'>;

const sizes = (dims: readonly (number | 'n')[]): number[] => dims.filter((it): it is number => it !== 'n');

/**
 * What is wrong where no layers bring one activation to the shape of another; nothing while either is open or no activation.
 *
 * @param between the layers that would; null where there are none
 */
export function shapeProblems(
  own: PortType | undefined,
  wanted: PortType | undefined,
  between: Layers,
  at: At,
): readonly LocalProblem[] {
  if (own?.kind !== 'activation' || wanted?.kind !== 'activation') return [];
  const [from, to] = [sizes(own.dims), sizes(wanted.dims)];
  if (between(from, to)) return [];
  return [
    {
      ...at,
      found: `${from.join('×')} → ${to.join('×')}`,
      allowed: 'h×w×c → h×w×c, h×w×c → c, c → c',
      fix: 'Wire layers before the flattening, or two that are rows.',
    },
  ];
}

/** An activation in the shape of another, by a projector of its own; itself where there is nothing to map. */
export function projected(
  plan: PlanBuilder,
  { like, kind, ...at }: { node: string; name: string; on: Ref; like: Ref; kind: ProjectorKind },
): Ref {
  const layers = projectorLayers(plan.shapeOf(at.on), plan.shapeOf(like), kind) ?? [];
  return layers.length === 0 ? at.on : plan.project({ ...at, layers });
}
