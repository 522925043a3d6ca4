import { z } from 'zod';

/**
 * The one shape in which anything wrong is told, on the canvas, on the command line and across processes.
 *
 * `code` is stable and has a line in docs/problems.md. `message` says in one sentence what is wrong;
 * `found` and `allowed` carry the values; `fix` says what the person can do.
 */
export const Problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  node: z.string().optional(),
  port: z.string().optional(),
  param: z.string().optional(),
  wire: z.string().optional(),
  found: z.string().optional(),
  allowed: z.string().optional(),
  fix: z.string().optional(),
});
export type Problem = Readonly<z.infer<typeof Problem>>;

/** What a caller gives; an error unless it says otherwise. */
export type ProblemDraft = Omit<Problem, 'severity'> & { severity?: Problem['severity'] };

export function problem(draft: ProblemDraft): Problem {
  return { severity: 'error', ...draft };
}

/** Either a value or the one reason why there is none. Used at every border where throwing would lose the reason. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export function refused<T = never>(draft: ProblemDraft): Result<T> {
  return { ok: false, problem: problem(draft) };
}

/** One line for a terminal or a log: place, what, found, allowed, what to do. */
export function describeProblem(it: Problem): string {
  const place = [it.node, it.param ?? it.port].filter(Boolean).join('.');
  const detail = [it.found && `found ${it.found}`, it.allowed && `allowed: ${it.allowed}`]
    .filter(Boolean)
    .join('; ');
  return `${place ? `${place}: ` : ''}${it.message}${detail ? ` (${detail})` : ''}${it.fix ? ` ${it.fix}` : ''} [${it.code}]`;
}

/** Carries a Problem through code that can only throw. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(draft: ProblemDraft) {
    const it = problem(draft);
    super(describeProblem(it));
    this.name = 'ProblemError';
    this.problem = it;
  }
}
