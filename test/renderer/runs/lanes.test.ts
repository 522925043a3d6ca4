import { describe, expect, it } from 'vitest';
import { laneLook, lanesOf } from '../../../renderer/runs/lanes.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';
import { ASSISTANT, recordOf, STARTER } from './record.ts';

/** The record with titles of its nodes as the person wrote them. */
function titled(titles: Readonly<Record<string, string>>) {
  const record = recordOf(STARTER);
  const parsed = parseDocument(record.document);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const nodes = Object.entries(parsed.value.nodes).map(([id, node]) => [
    id,
    titles[id] === undefined ? node : { ...node, title: titles[id] },
  ]);
  return { ...record, document: JSON.stringify({ ...parsed.value, nodes: Object.fromEntries(nodes) }) };
}

const told = (record: ReturnType<typeof recordOf>) =>
  lanesOf(record).lanes.map(({ title, kind }) => `${title}: ${kind}`);

describe('the curves of a run', () => {
  it('are those of teacher, student and the student alone, in the order of the stages', () => {
    expect(told(recordOf(STARTER))).toEqual([
      'Teacher: teacher',
      'Student: student',
      'Student alone: baseline',
    ]);
  });

  it('call a student that goes on to teach an assistant', () => {
    expect(lanesOf(recordOf(ASSISTANT)).lanes.map((it) => it.kind)).toEqual([
      'teacher',
      'assistant',
      'student',
      'baseline',
    ]);
  });

  it('name every student of a stage that trains several tasks, and of the one that repeats it', () => {
    const lanes = lanesOf(recordOf('sys-mt-shared-trunk')).lanes.slice(-2);
    expect(lanes).toMatchObject([
      { title: 'Student of digits and Student of clothes', kind: 'student' },
      { title: 'Student of digits alone and Student of clothes alone', kind: 'baseline' },
    ]);
  });

  it('are of each task by themselves, and two of a kind look different', () => {
    const { lanes, tracks } = lanesOf(recordOf('sys-mt-shared-trunk'));
    const [taught, alone] = lanes.slice(-2).map((it) => tracks.filter(({ stage }) => stage === it.stage));
    expect(taught?.map((it) => it.title)).toEqual(['Student of digits', 'Student of clothes']);
    expect(alone?.map((it) => it.title)).toEqual(['Student of digits alone', 'Student of clothes alone']);
    for (const own of [taught ?? [], alone ?? []]) {
      expect(own.map((it) => it.key)).toEqual(own.map((it) => `${it.stage}/${it.network}`));
      expect(new Set(own.map((it) => laneLook(it).token)).size).toBe(2);
    }
    // A stage of one task is drawn as one.
    expect(tracks.slice(0, -4).map((it) => it.key)).toEqual(lanes.slice(0, -2).map((it) => it.stage));
  });

  it("carry the person's own titles, and the student alone its student's", () => {
    expect(told(titled({ teacher: 'Big one', student: 'Small one' }))).toEqual([
      'Big one: teacher',
      'Small one: student',
      'Small one alone: baseline',
    ]);
  });

  it('number networks that share a title', () => {
    // Networks are numbered in the plan's order, in which the student's comes first.
    expect(told(titled({ teacher: 'Net', student: 'Net' }))).toEqual([
      'Net 2: teacher',
      'Net: student',
      'Net alone: baseline',
    ]);
  });

  it('have names even where the document of the run cannot be read', () => {
    const broken = { ...recordOf(STARTER), document: '{' };
    expect(told(broken)).toEqual(['Teacher: teacher', 'Student: student', 'Student alone: baseline']);
    expect(lanesOf(broken).document).toBeNull();
  });
});
