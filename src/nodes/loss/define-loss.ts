import { z } from 'zod';
import type { PipelineDefinition } from '../../pipeline/definition.ts';
import type { PortSpec } from '../../pipeline/ports.ts';
import type { Lowered, PlanBuilder, Ref } from '../../plan/builder.ts';
import type { Operation } from '../../plan/operation.ts';
import { defineNode, type NodeDefinition } from '../define.ts';
import { real } from '../params.ts';
import { weightedSum } from './weighted-sum/op.ts';

type LossPort = Extract<PortSpec, { kind: 'activation' | 'labels' }>;
type Values = Record<string, unknown>;

type Draft<I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape> = {
  /** The folder that it stands in. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly help: string;
  readonly keywords: readonly string[];
  readonly op: Operation<I, A>;
  /** One for each role of the op, under the role's name. */
  readonly inputs: { readonly [role in keyof I]: LossPort };
  /** Of the whole loss beside others; `help` says where the value comes from. */
  readonly weight: { readonly value: number; readonly help: string };
  readonly params: P;
  /** The op's arguments; the parameters themselves where it is left out. */
  readonly args?: (params: z.output<z.ZodObject<P>>) => z.input<A>;
  readonly infer?: PipelineDefinition['infer'];
  readonly version?: number;
  readonly upgrade?: PipelineDefinition['upgrade'];
};

/** The parameter by which a loss is multiplied. */
export const lossWeight = ({ value, help }: Draft<Operation['inputs'], z.ZodType, z.ZodRawShape>['weight']) =>
  real(value, { min: 0, max: 1e6 }, { title: 'Weight', help, step: 0.1 });

/** The loss times its weight; the loss itself where that is 1. */
export const weighted = (plan: PlanBuilder, ref: Ref, weight: number): Ref =>
  weight === 1 ? ref : plan.term(weightedSum, { first: ref }, { weights: [weight] });

/** What the wires of a loss bring, by role; roles without a wire are left out. */
export function lossInputs(
  plan: PlanBuilder,
  ports: Readonly<Record<string, LossPort>>,
  wired: Readonly<Record<string, Lowered | undefined>>,
): Record<string, Ref> {
  const refs: Record<string, Ref> = {};
  for (const [role, port] of Object.entries(ports)) {
    const it = wired[role] as Extract<Lowered, { kind: 'tensor' | 'data' }> | undefined;
    if (it) refs[role] = port.kind === 'labels' ? plan.labels(it) : plan.tensor(it);
  }
  return refs;
}

/** A loss that is one op on activations and labels, and its weight. */
export function defineLoss<const I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape>(
  at: Draft<I, A, P>,
): NodeDefinition {
  const ports = at.inputs as Readonly<Record<string, LossPort>>;
  const params = z.strictObject({
    ...at.params,
    weight: lossWeight(at.weight),
  }) as unknown as z.ZodType<Values>;
  return defineNode({
    type: `loss.${at.name}`,
    version: at.version ?? 1,
    category: 'loss',
    title: at.title,
    summary: at.summary,
    source: at.source,
    help: at.help,
    keywords: at.keywords,
    ...(at.upgrade && { upgrade: at.upgrade }),
    ...(at.infer && { infer: at.infer }),
    inputs: ports,
    outputs: { loss: { kind: 'scalar', title: 'loss' } },
    params,
    lower: ({ params: { weight, ...own }, inputs, plan }) => {
      const args = at.args ? at.args(own as z.output<z.ZodObject<P>>) : own;
      const refs = lossInputs(plan, ports, inputs) as { [role in keyof I]?: Ref };
      const ref = plan.term(at.op, refs, args as z.input<A>);
      return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight as number) } };
    },
  });
}
