import { z } from 'zod';
import type { Inference } from '../../pipeline/definition.ts';
import type { PortSpec, PortType } from '../../pipeline/ports.ts';
import type { Ref } from '../../plan/builder.ts';
import type { Operation } from '../../plan/operation.ts';
import { defineNode, type NodeDefinition } from '../define.ts';
import { lossInputs, lossWeight, weighted } from './define-loss.ts';

type Activation = Extract<PortSpec, { kind: 'activation' }>;
type Own<I> = Exclude<keyof I & string, 'tokens' | 'targets'>;
type Values = Record<string, unknown>;

type Draft<I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape> = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly help: string;
  readonly keywords: readonly string[];
  /** What its roles `tokens` and `targets` take comes from the data wire. */
  readonly op: Operation<I, A>;
  readonly inputs: { readonly [role in Own<I>]: Activation };
  readonly weight: { readonly value: number; readonly help: string };
  readonly params: P;
  /** The op's arguments but `padding`; the parameters themselves where it is left out. */
  readonly args?: (params: z.output<z.ZodObject<P>>) => Values;
  /** Whether it asks for hidden tokens; always, where it is left out and the op must have targets. */
  readonly hides?: (params: z.output<z.ZodObject<P>>) => boolean;
};

export const textPort = {
  kind: 'data',
  title: 'texts',
  help: 'The data that the networks read: they say which places are padding, and which tokens are hidden.',
} as const;

type Data = Extract<PortType, { kind: 'data' }>;

/** What is wrong with data that a loss on tokens is wired to. */
export function textProblems(data: Data | undefined, hidden: boolean): Inference {
  if (!data) return {};
  if (!data.tokens)
    return {
      problems: [
        {
          code: 'data-kind',
          port: 'data',
          message: `${data.name} are images, and this loss is one on the tokens of texts.`,
          found: 'images',
          allowed: 'texts',
          fix: 'Wire the data that the networks read, as the IMDB reviews.',
        },
      ],
    };
  if (hidden && !data.tokens.masked)
    return {
      problems: [
        {
          code: 'nothing-hidden',
          port: 'data',
          message: `No tokens of ${data.name} are hidden, so that there is nothing to find again.`,
          fix: 'Send the data through Mask tokens, for networks and loss alike.',
        },
      ],
    };
  return {};
}

/** A loss that is one op on what networks make of the tokens of texts, and its weight. */
export function defineTextLoss<
  const I extends Operation['inputs'],
  A extends z.ZodType,
  P extends z.ZodRawShape,
>(at: Draft<I, A, P>): NodeDefinition {
  const { op } = at;
  const ports = at.inputs as Readonly<Record<string, Activation>>;
  const has = (role: string) => Object.hasOwn(op.inputs, role);
  const needs = (role: string) => has(role) && !op.optional?.includes(role);
  const params = z.strictObject({
    ...at.params,
    weight: lossWeight(at.weight),
  }) as unknown as z.ZodType<Values>;
  const hides = (own: Values) => at.hides?.(own as z.output<z.ZodObject<P>>) ?? needs('targets');
  const read = has('tokens') || has('targets');
  return defineNode({
    type: `loss.${at.name}`,
    version: 1,
    category: 'loss',
    title: at.title,
    summary: at.summary,
    source: at.source,
    help: at.help,
    keywords: at.keywords,
    inputs: { ...ports, ...(read ? { data: textPort } : {}) } as Readonly<Record<string, PortSpec>>,
    outputs: { loss: { kind: 'scalar', title: 'loss' } },
    params,
    infer: ({ params: own, inputs }) => textProblems(inputs.data as Data | undefined, hides(own)),
    lower: ({ params: { weight, ...own }, inputs, plan }) => {
      const refs: Record<string, Ref> = lossInputs(plan, ports, inputs);
      const source = inputs.data?.kind === 'data' ? inputs.data.source : undefined;
      if (source && has('tokens')) refs.tokens = plan.inputs(source);
      if (source && hides(own)) refs.targets = plan.targets(source);
      const args = at.args ? at.args(own as z.output<z.ZodObject<P>>) : own;
      const padding = has('tokens') ? { padding: source?.tokens?.padding ?? 0 } : {};
      const ref = plan.term(op, refs as { [role in keyof I]?: Ref }, { ...args, ...padding } as z.input<A>);
      return { loss: { kind: 'tensor', ref: weighted(plan, ref, weight as number) } };
    },
  });
}
