import type { Inference } from '../../pipeline/definition.ts';
import type { PortType } from '../../pipeline/ports.ts';

/** Of three classes, two besides the label's are left to compare. */
const LEAST = 3;

/**
 * What is wrong where a loss that compares several classes with each other is wired to two; nothing while it is not wired.
 *
 * @param why what such a loss does, and what of it is left with two classes
 */
export function fewClasses(student: PortType | undefined, why: string): Inference {
  const classes = student?.kind === 'activation' ? student.dims.at(-1) : undefined;
  if (typeof classes !== 'number' || classes >= LEAST) return {};
  return {
    problems: [
      {
        code: 'classes-few',
        port: 'student',
        message: why,
        found: `${classes} classes`,
        allowed: `${LEAST} or more`,
        fix: 'Use Tempered softmax, which for two classes says all there is.',
      },
    ],
  };
}
