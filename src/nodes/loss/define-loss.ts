import { z } from 'zod';
import type { PipelineDefinition } from '../../pipeline/definition.ts';
import type { PortSpec } from '../../pipeline/ports.ts';
import type { Lowered, PlanBuilder, Ref } from '../../plan/builder.ts';
import type { Operation } from '../../plan/operation.ts';
import { defineNode, type NodeDefinition, type Preset } from '../define.ts';
import { real } from '../params.ts';
import { weightedSum } from './weighted-sum/op.ts';

type LossPort = Extract<PortSpec, { kind: 'activation' | 'labels' }>;
type Values = Record<string, unknown>;

/** The factor of a whole loss beside others. @param weight.help says where the value comes from */
export const lossWeight = ({ value, help }: { readonly value: number; readonly help: string }) =>
  real(value, { min: 0, max: 1e6 }, { title: 'Weight', help, step: 0.1 });

/** A loss times its weight: the loss itself where that is 1. */
export const weighted = (plan: PlanBuilder, loss: Ref, weight: number): Ref =>
  weight === 1 ? loss : plan.term(weightedSum, { first: loss }, { weights: [weight] });

/** What every loss of one op says of itself. */
export type LossDraft<I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape> = {
  /** The folder that it stands in. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly help: string;
  readonly keywords: readonly string[];
  readonly op: Operation<I, A>;
  /** Of the whole loss beside others; `help` says where the value comes from. */
  readonly weight: { readonly value: number; readonly help: string };
  readonly params: P;
  readonly presets?: readonly Preset[];
  readonly version?: number;
  readonly upgrade?: PipelineDefinition['upgrade'];
};

type Draft<I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape> = LossDraft<
  I,
  A,
  P
> & {
  /** One for each role of the op, under the role's name. */
  readonly inputs: { readonly [role in keyof I]: LossPort };
  /** The op's arguments; the parameters themselves where it is left out. */
  readonly args?: (params: z.output<z.ZodObject<P>>) => z.input<A>;
  readonly infer?: PipelineDefinition['infer'];
  /** What the loss asks of the plan beside its term. */
  readonly also?: (at: {
    readonly params: z.output<z.ZodObject<P>>;
    readonly refs: { readonly [role in keyof I]: Ref };
    readonly plan: PlanBuilder;
  }) => void;
};

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

/** What a kind of loss adds to its draft. Parameters are without the weight. */
type LossParts = {
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly infer?: PipelineDefinition['infer'] | undefined;
  readonly term: (at: {
    readonly params: Values;
    readonly inputs: Readonly<Record<string, Lowered | undefined>>;
    readonly plan: PlanBuilder;
  }) => { readonly refs: Readonly<Record<string, Ref>>; readonly args: unknown };
};

/** The node of a loss that is one op, times its weight: the op alone where that is 1. */
export function lossNode<I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape>(
  { name, op, weight: factor, params, version = 1, upgrade, ...told }: LossDraft<I, A, P>,
  { inputs: ports, infer, term }: LossParts,
): NodeDefinition {
  return defineNode({
    ...told,
    type: `loss.${name}`,
    version,
    category: 'loss',
    ...(upgrade && { upgrade }),
    ...(infer && { infer }),
    inputs: ports,
    outputs: { loss: { kind: 'scalar', title: 'loss' } },
    params: z.strictObject({
      ...params,
      weight: lossWeight(factor),
    }) as unknown as z.ZodType<Values>,
    lower: ({ params: { weight, ...own }, inputs, plan }) => {
      const { refs, args } = term({ params: own, inputs, plan });
      const ref = plan.term(op, refs as { [role in keyof I]?: Ref }, args as z.input<A>);
      return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight as number) } };
    },
  });
}

/** A loss that is one op on activations and labels, and its weight. */
export function defineLoss<
  const I extends Operation['inputs'],
  A extends z.ZodType,
  P extends z.ZodRawShape,
>({ inputs, args, infer, also, ...draft }: Draft<I, A, P>): NodeDefinition {
  const ports = inputs as Readonly<Record<string, LossPort>>;
  return lossNode(draft as LossDraft<I, A, P>, {
    inputs: ports,
    infer,
    term: ({ params: values, inputs: wired, plan }) => {
      const params = values as z.output<z.ZodObject<P>>;
      const refs = lossInputs(plan, ports, wired);
      also?.({ params, refs: refs as { readonly [role in keyof I]: Ref }, plan });
      return { refs, args: args ? args(params) : params };
    },
  });
}
