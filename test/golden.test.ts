import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatDocument, parseDocument } from '../src/pipeline/text.ts';
import { compile } from '../src/runtime/compile/compile.ts';
import { templateModels } from './runtime/compile/template-models.ts';

/*
 * The plan of every template, checked in, so that a change of the compiler is read as a difference of plans.
 * `npm run golden` writes them anew; look at the difference before committing it.
 */
const templates = new URL('../templates/', import.meta.url);
const plans = new URL('./golden/plans/', import.meta.url);
const writing = process.env.POTSTILL_GOLDEN_WRITE === '1';

const names = readdirSync(templates)
  .filter((it) => it.endsWith('.json'))
  .sort();

function compiled(name: string): string {
  const opened = parseDocument(readFileSync(new URL(name, templates), 'utf8'));
  if (!opened.ok) throw new Error(`${name}: ${opened.problem.message}`);
  const result = compile(opened.value, { models: templateModels(opened.value) });
  if (!result.ok) throw new Error(`${name}: ${result.problems.map((it) => it.message).join(' ')}`);
  if (result.warnings.length > 0) throw new Error(`${name} warns: ${result.warnings[0]?.message}`);
  return `${JSON.stringify(result.value, null, 2)}\n`;
}

if (writing) {
  rmSync(plans, { recursive: true, force: true });
  mkdirSync(plans, { recursive: true });
  for (const name of names) writeFileSync(new URL(name, plans), compiled(name));
}

describe('templates', () => {
  test('there are at least the three that the gallery promises', () => {
    expect(names.length).toBeGreaterThanOrEqual(3);
  });

  test.each(names)('%s is written in canonical text, so that saving it unchanged changes nothing', (name) => {
    const text = readFileSync(new URL(name, templates), 'utf8');
    const opened = parseDocument(text);
    expect(opened.ok && formatDocument(opened.value)).toBe(text);
  });

  test.each(names)('%s has a title and a description', (name) => {
    const opened = parseDocument(readFileSync(new URL(name, templates), 'utf8'));
    expect(opened.ok && opened.value.title.length).toBeGreaterThan(3);
    expect(opened.ok && opened.value.description.length).toBeGreaterThan(20);
  });

  test.each(names)('%s compiles to its golden plan', (name) => {
    expect(compiled(name)).toBe(readFileSync(new URL(name, plans), 'utf8'));
  });

  test('no golden plan is left of a template that is gone', () => {
    expect(readdirSync(plans).sort()).toEqual(names);
  });
});
