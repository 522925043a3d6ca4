import type { PipelineDefinition } from '../../pipeline/definition.ts';
import { studentLayer, teacherLayer } from './ports.ts';

/** The ports of `RELATION_ROLES`. */
export const RELATION_PORTS = {
  student: studentLayer(['n', '...s']),
  teacher: teacherLayer(['n', '...t']),
  studentShallow: studentLayer(['n', '...u'], {
    title: 'student shallow layer',
    optional: true,
    help: 'Joins the deep layer: relations are then those of shallow and deep features together.',
  }),
  teacherShallow: teacherLayer(['n', '...v'], {
    title: 'teacher shallow layer',
    optional: true,
    help: "Joins the teacher's deep layer; needed where the student's is wired.",
  }),
};

/** Refuses a shallow layer on one side alone. */
export const bothShallow: NonNullable<PipelineDefinition['infer']> = ({ inputs }) => {
  if (!inputs.studentShallow === !inputs.teacherShallow) return {};
  const [open, wired] = inputs.studentShallow
    ? ['teacherShallow', "the student's"]
    : ['studentShallow', "the teacher's"];
  return {
    problems: [
      {
        code: 'one-sided',
        port: open,
        message: `A shallow layer joins the deep one on both sides or on none, and ${wired} alone is wired.`,
        allowed: 'both or none',
        fix: `Wire a layer into ${open === 'teacherShallow' ? "the teacher's" : "the student's"} shallow port, or remove the other wire.`,
      },
    ],
  };
};
