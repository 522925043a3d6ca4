import type { Inference, LocalProblem } from '../../../pipeline/definition.ts';
import type { PortType } from '../../../pipeline/ports.ts';
import { studentLayer, teacherLayer } from '../ports.ts';

/** The stages, the shallowest first; each is a port of the student and one of the teacher. */
export const STAGES = ['First', 'Second', 'Third', 'Fourth'] as const;
export type StageName = (typeof STAGES)[number];

const further = (side: string) => ({
  optional: true,
  help: `A stage behind the ones before it. Needed where ${side} is wired.`,
});

/** Two stages that are needed and two that may stay open. */
export const STAGE_PORTS = {
  studentFirst: studentLayer(['n', 'h', 'w', 'c'], { title: 'student first stage', help: 'The shallowest.' }),
  teacherFirst: teacherLayer(['n', 'i', 'j', 'd'], { title: 'teacher first stage' }),
  studentSecond: studentLayer(['n', '...s'], { title: 'student second stage' }),
  teacherSecond: teacherLayer(['n', '...t'], { title: 'teacher second stage' }),
  studentThird: studentLayer(['n', '...u'], { title: 'student third stage', ...further("the teacher's") }),
  teacherThird: teacherLayer(['n', '...v'], { title: 'teacher third stage', ...further("the student's") }),
  studentFourth: studentLayer(['n', '...x'], { title: 'student fourth stage', ...further("the teacher's") }),
  teacherFourth: teacherLayer(['n', '...y'], { title: 'teacher fourth stage', ...further("the student's") }),
};

type Wired = Readonly<Record<string, PortType | undefined>>;

const rank = (port: PortType | undefined): number | null =>
  port?.kind === 'activation' ? port.dims.length : null;

/** Refuses a stage on one side alone, and rows anywhere but at the end. */
export function stageProblems(inputs: Wired): Inference {
  const wired = STAGES.filter((it) => inputs[`student${it}`] ?? inputs[`teacher${it}`]);
  return { problems: wired.flatMap((it) => problemsOf(it, inputs, it === wired.at(-1))) };
}

function problemsOf(stage: StageName, inputs: Wired, deepest: boolean): LocalProblem[] {
  const [student, teacher] = [inputs[`student${stage}`], inputs[`teacher${stage}`]];
  if (!student !== !teacher) {
    const open = student ? (`teacher${stage}` as const) : (`student${stage}` as const);
    return [
      {
        code: 'one-sided',
        port: open,
        message: `The ${stage.toLowerCase()} stage is compared on both sides, and one alone is wired.`,
        allowed: 'both or none',
        fix: `Wire a layer into ${STAGE_PORTS[open].title}, or remove the other wire.`,
      },
    ];
  }
  return (['student', 'teacher'] as const).flatMap((side) => {
    const own = rank(inputs[`${side}${stage}`]);
    const other = rank(side === 'student' ? teacher : student);
    if (own === null || own === 4 || (own === 2 && deepest && (other === null || other === 2))) return [];
    return [
      {
        code: 'review-stage',
        port: `${side}${stage}`,
        message: 'Stages are maps; the deepest alone may be a row, and then on both sides.',
        found: own === 2 ? 'a row' : `${own - 1} dimensions`,
        allowed: deepest ? 'h×w×c, or c on both sides' : 'h×w×c',
        fix: 'Wire layers before the pooling or flattening, and rows into the last stage that is wired.',
      },
    ];
  });
}
