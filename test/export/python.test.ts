import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { className, identifier, literal, named } from '../../src/export/python/literal.ts';
import { starter, TEMPLATES, template, withParams } from '../runtime/compile/templates.ts';
import { scriptOf } from './scripts.ts';

/** What Python itself says of a text: nothing where it is a program. */
function faultIn(text: string): string {
  const check = 'import ast, sys; ast.parse(sys.stdin.read())';
  const { status, stderr } = spawnSync('python3', ['-c', check], { input: text, encoding: 'utf8' });
  return status === 0 ? '' : stderr || 'python3 did not start';
}

/** Templates that can be written, and what the others lack. */
const LACKING: Readonly<Record<string, RegExp | null>> = {
  'born-again-fashion-mnist': /begins from another one's weights \(start\.joined\), .*the layer average/,
  'data-free-mnist': /generator\.noise/,
  'distil-bert-imdb': /texts/,
  'hint-fashion-mnist': /start\.copy.*the layer channel-attention/,
  'lee-net-fashion': /the layer channel-attention/,
  'mim-fashion-mnist': null,
  'minilm-imdb': /a saved model/,
  'mutual-learning-fashion-mnist': null,
  'net2net-fashion-mnist': /start\.net2net/,
  'rkd-mnist': null,
  'robust-mnist': /an adversary/,
  'shoot-out-mnist': null,
  'student-alone-mnist': null,
  'sys-mt-mnist-fashion': null,
  'sys-mt-shared-trunk': /several tasks in one trainer/,
  'teacher-assistant-student-mnist': null,
  'tempered-softmax-mnist': null,
};

describe('a template as a script of PyTorch', () => {
  test('every template is told of here', () => {
    const names = readdirSync(TEMPLATES).filter((it) => it.endsWith('.json'));
    expect(names.map((it) => it.replace('.json', '')).sort()).toEqual(Object.keys(LACKING).sort());
  });

  test.each(Object.entries(LACKING))('%s', (name, lacking) => {
    const written = scriptOf(template(name));
    if (lacking) {
      expect(written).toMatchObject({ ok: false, problem: { code: 'export-python' } });
      expect(written.ok ? '' : written.problem.found).toMatch(lacking);
      return;
    }
    if (!written.ok) throw new Error(JSON.stringify(written.problem));
    expect(faultIn(written.value)).toBe('');
    const long = written.value.split('\n').filter((it) => it.length > 140);
    expect(long.filter((it) => !it.startsWith('- '))).toEqual([]);
  });

  it('holds the parameters of its nodes and calls networks by their titles', () => {
    const written = scriptOf(withParams(starter(), 'distillation', { temperature: 7 }));
    const text = written.ok ? written.value : '';
    expect(text).toContain('temperature=7');
    expect(text).toContain('class Teacher(Network):');
    expect(text).toContain('student_alone.draw(1, "weights-1")');
    expect(text).toMatch(/optimizer=partial\(adam, beta1=0\.9/);
  });

  it('stays a program whatever nodes and pipelines are called', () => {
    const evil = '"""\nimport os; os.remove("x")\n\\ {accuracy} 教师 class';
    const document = starter();
    const nodes = Object.fromEntries(
      Object.entries(document.nodes).map(([id, node]) => [id, { ...node, title: evil }]),
    );
    const written = scriptOf({ ...document, title: evil, nodes });
    if (!written.ok) throw new Error(JSON.stringify(written.problem));
    expect(faultIn(written.value)).toBe('');
    expect(written.value.split('\n').filter((it) => it.startsWith('import os'))).toEqual([]);
  });
});

describe('networks of like titles', () => {
  it('are classes and variables of their own, none of which hides what the script has', () => {
    const document = starter();
    const titled = (teacher: string, student: string) =>
      scriptOf({
        ...document,
        nodes: {
          ...document.nodes,
          teacher: { ...document.nodes.teacher, title: teacher } as (typeof document.nodes)[string],
          student: { ...document.nodes.student, title: student } as (typeof document.nodes)[string],
        },
      });
    for (const [teacher, student] of [
      ['Student 1.5', 'Student 15'],
      ['Data', 'Draws'],
      ['Images', 'Labels'],
      ['Sum', 'Max'],
      ['Twin', 'Twin'],
    ] as const) {
      const written = titled(teacher, student);
      if (!written.ok) throw new Error(JSON.stringify(written.problem));
      expect(faultIn(written.value)).toBe('');
      const classes = [...written.value.matchAll(/^class (\w+)/gm)].map(([, it]) => it);
      expect(new Set(classes).size).toBe(classes.length);
      expect(written.value).not.toMatch(/^(?:images|labels|sum|max|data|draws) = /m);
      expect(written.value.match(/"Twin": /g) ?? []).toHaveLength(teacher === 'Twin' ? 1 : 0);
    }
  });
});

describe('names and values in Python', () => {
  it('are those of JSON, written as Python has them', () => {
    expect(literal({ a: [true, null, 1.5, 'x"y'] })).toBe('{"a": [True, None, 1.5, "x\\"y"]}');
    expect(named({ weightDecay: '1', from: '0' })).toEqual(['weight_decay=1', '**{"from": 0}']);
  });

  it('are told apart, and are none of those that Python keeps', () => {
    const taken = new Set(['train']);
    const names = ['Student', 'student', 'Train', 'class', '', '教师', '2 layers'].map((it) =>
      identifier(it, taken),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(names).not.toContain('class');
    expect(className('student_alone')).toBe('StudentAlone');
  });
});
