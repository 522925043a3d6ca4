import { readFileSync } from 'node:fs';
import type { Document } from '../../src/pipeline/document.ts';
import { parseDocument } from '../../src/pipeline/text.ts';
import type { Compiled } from '../../src/plan/plan.ts';
import { compile } from '../../src/runtime/compile/compile.ts';
import type { NewRun } from '../../src/runtime/run-file.ts';

export const STARTER = new URL('../../templates/tempered-softmax-mnist.json', import.meta.url);

/** The starter template, read and compiled as the app does it. */
export function starter(): { document: Document; compiled: Compiled } {
  const parsed = parseDocument(readFileSync(STARTER, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const compiled = compile(parsed.value);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return { document: parsed.value, compiled: compiled.value };
}

export const newRun = (title = 'Starter', created?: Date): NewRun => ({
  ...starter(),
  title,
  version: '0.0.0-test',
  ...(created && { created }),
});
