import type { z } from 'zod';
import type { CallName, CallOutput, Contract } from './contract.ts';

/** Answers one call of the contract: parsed input in, anything that the contract's output schema takes out. */
export type Handler<N extends CallName> = (
  input: z.output<Contract['call'][N]['in']>,
) => CallOutput<N> | Promise<CallOutput<N>>;

export type Handlers = { readonly [N in CallName]: Handler<N> };

/** The handlers of one group, such as `run.start`, `run.stop` … of `run`. A missing one does not compile. */
export type Group<G extends string> = {
  readonly [N in CallName as N extends `${G}.${string}` ? N : never]: Handler<N>;
};

/** The answer of calls that have nothing to say. */
export const NOTHING = {} as const;
