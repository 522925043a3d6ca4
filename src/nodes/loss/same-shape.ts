import type { Inference } from '../../pipeline/definition.ts';
import type { PortType } from '../../pipeline/ports.ts';

type Inputs = Readonly<Record<string, PortType | undefined>>;

/** Refuses layers of two shapes where only a parameter asks for one. */
export function sameShape({ student, teacher }: Inputs): Inference {
  return clash(student, teacher, (dims) => dims.join('×'), 'one shape for both');
}

/** Refuses layers of two numbers of channels; whatever stands before them may differ. */
export function sameChannels({ student, teacher }: Inputs): Inference {
  return clash(student, teacher, (dims) => String(dims.at(-1)), 'one number of channels for both');
}

function clash(
  student: PortType | undefined,
  teacher: PortType | undefined,
  of: (dims: readonly (number | 'n')[]) => string,
  allowed: string,
): Inference {
  if (student?.kind !== 'activation' || teacher?.kind !== 'activation') return {};
  const [found, wanted] = [of(student.dims), of(teacher.dims)];
  if (found === wanted) return {};
  return {
    problems: [
      {
        code: 'shape',
        port: 'student',
        message: `The student's layer has ${found} and the teacher's ${wanted}, and this loss compares them one by one.`,
        found,
        allowed: `${wanted}: ${allowed}`,
        fix: "Put a projector behind the student's layer, or wire another one.",
      },
    ],
  };
}
