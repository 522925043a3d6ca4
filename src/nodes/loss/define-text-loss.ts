import type { z } from 'zod';
import type { Inference } from '../../pipeline/definition.ts';
import type { PortSpec, PortType } from '../../pipeline/ports.ts';
import type { Operation } from '../../plan/operation.ts';
import type { NodeDefinition } from '../define.ts';
import { type LossDraft, lossInputs, lossNode } from './define-loss.ts';

type Activation = Extract<PortSpec, { kind: 'activation' }>;
type Own<I> = Exclude<keyof I & string, 'tokens' | 'targets'>;
type Values = Record<string, unknown>;

/** What the op's roles `tokens` and `targets` take comes from the data wire. */
type Draft<I extends Operation['inputs'], A extends z.ZodType, P extends z.ZodRawShape> = LossDraft<
  I,
  A,
  P
> & {
  readonly inputs: { readonly [role in Own<I>]: Activation };
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
>({ inputs: given, args, hides: hidesBy, ...draft }: Draft<I, A, P>): NodeDefinition {
  const { op } = draft;
  const ports = given as Readonly<Record<string, Activation>>;
  const has = (role: string) => Object.hasOwn(op.inputs, role);
  const needs = (role: string) => has(role) && !op.optional?.includes(role);
  const hides = (own: Values) => hidesBy?.(own as z.output<z.ZodObject<P>>) ?? needs('targets');
  const read = has('tokens') || has('targets');
  return lossNode(draft as LossDraft<I, A, P>, {
    inputs: { ...ports, ...(read ? { data: textPort } : {}) },
    infer: ({ params, inputs }) => textProblems(inputs.data as Data | undefined, hides(params)),
    term: ({ params, inputs, plan }) => {
      const refs = lossInputs(plan, ports, inputs);
      const source = inputs.data?.kind === 'data' ? inputs.data.source : undefined;
      if (source && has('tokens')) refs.tokens = plan.inputs(source);
      if (source && hides(params)) refs.targets = plan.targets(source);
      const own = args ? args(params as z.output<z.ZodObject<P>>) : params;
      const padding = has('tokens') ? { padding: source?.tokens?.padding ?? 0 } : {};
      return { refs, args: { ...own, ...padding } };
    },
  });
}
