import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { type ProblemDraft, ProblemError, problem } from '../src/pipeline/problem.ts';
import { callChannel, callNames } from './channels.ts';
import { type Answer, type CallName, contract } from './contract.ts';
import type { Handlers } from './handler.ts';

type Options = {
  readonly ipc: Pick<IpcMain, 'handle'>;
  readonly handlers: Handlers;
  /** Whether a message comes from the main frame of our window, showing our page. */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly log: (text: string, error?: unknown) => void;
};

/**
 * Answers every call of the contract and nothing else: sender, input, handler, output, in that order. Errors
 * cross as Problems; one that nobody foresaw is logged here and crosses without its stack, which holds paths.
 */
export function answerCalls({ ipc, handlers, isOurs, log }: Options): void {
  for (const name of callNames)
    ipc.handle(callChannel(name), async (event, input: unknown): Promise<Answer<unknown>> => {
      if (!isOurs(event)) {
        log(`${name} was called by a foreign page`);
        return refuse({ code: 'call-foreign', message: 'Only the window of Potstill may ask for this.' });
      }
      try {
        return await answer(name, handlers, input);
      } catch (error) {
        if (error instanceof ProblemError) return refuse(error.problem);
        log(`${name} failed`, error);
        return refuse({
          code: 'internal',
          message: 'Something in Potstill went wrong, and what you asked for was not done.',
          found: name,
          fix: 'Try again. The log (Help, Show Logs) says more; please report it.',
        });
      }
    });
}

async function answer(name: CallName, handlers: Handlers, input: unknown): Promise<Answer<unknown>> {
  const schemas: { readonly in: z.ZodType; readonly out: z.ZodType } = contract.call[name];
  const parsed = schemas.in.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse({
      code: 'call-invalid',
      message: `The window asked ${name} in a way that is not known.`,
      found: `${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'invalid'}`.slice(0, 200),
    });
  }
  // One name, one handler: the table's own type holds them together, which a lookup by name cannot say.
  const handler = handlers[name] as (input: unknown) => unknown;
  return { ok: true, value: schemas.out.parse(await handler(parsed.data)) };
}

const refuse = (draft: ProblemDraft): Answer<never> => ({ ok: false, problem: problem(draft) });
