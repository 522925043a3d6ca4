import { readFileSync } from 'node:fs';
import type { Document } from '../../../src/pipeline/document.ts';
import type { Problem } from '../../../src/pipeline/problem.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';
import type { Compiled } from '../../../src/plan/plan.ts';
import { compile, definitions } from '../../../src/runtime/compile/compile.ts';
import { templateModels } from './template-models.ts';

export const TEMPLATES = new URL('../../../templates/', import.meta.url);

export function template(name: string): Document {
  const parsed = parseDocument(readFileSync(new URL(`${name}.json`, TEMPLATES), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

/** Teacher, student and the student alone. */
export const starter = (): Document => template('tempered-softmax-mnist');
/** A teacher, an assistant with a trainer of its own, and a student that learns from the assistant. */
export const assistant = (): Document => template('teacher-assistant-student-mnist');

export function planOf(document: Document): Compiled {
  const result = compile(document, { models: templateModels(document) });
  if (!result.ok) throw new Error(result.problems.map((it) => it.message).join('\n'));
  return result.value;
}

export function problemsOf(document: Document): readonly Problem[] {
  const result = compile(document);
  return result.ok ? [] : result.problems;
}

export function withParams(document: Document, node: string, params: Record<string, unknown>): Document {
  const old = document.nodes[node];
  if (!old) throw new Error(`no node ${node}`);
  return {
    ...document,
    nodes: {
      ...document.nodes,
      [node]: { ...old, params: { ...old.params, ...params } as typeof old.params },
    },
  };
}

/** The nodes of a document that bring data, by id. */
export const dataNodes = ({ nodes }: Document): string[] =>
  Object.keys(nodes).filter((id) => {
    const params = definitions.get(nodes[id]?.type ?? '')?.params;
    return params?.safeParse({ trainExamples: 2, testExamples: 1 }).success;
  });
