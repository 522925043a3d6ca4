import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = new URL('../', import.meta.url);

/** Where problems and notes are made. Set-up has its own, shorter way to speak. */
const sources = ['src', 'electron', 'renderer'].flatMap((room) =>
  readdirSync(new URL(`${room}/`, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.gen.ts'))
    .map((path) => `${room}/${path}`),
);

/** Every text that stands after `code:` in an object, either side of a choice included. */
function codesIn(path: string): string[] {
  const text = readFileSync(new URL(path, root), 'utf8');
  const found: string[] = [];
  const collect = (node: ts.Expression): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isConditionalExpression(node))
      for (const side of [node.whenTrue, node.whenFalse]) collect(side);
    else if (ts.isParenthesizedExpression(node)) collect(node.expression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') collect(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(
    ts.createSourceFile(
      path,
      text,
      ts.ScriptTarget.Latest,
      true,
      path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  );
  return found;
}

const used = new Set(sources.flatMap(codesIn));
const lines = readFileSync(new URL('docs/problems.md', root), 'utf8')
  .split('\n')
  .filter((it) => it.startsWith('- '));
const told = lines.map((it) => /^- `([a-z0-9-]+)`: /.exec(it)?.[1] ?? it);

describe('docs/problems.md', () => {
  test.each([...used].sort())('has a line for %s', (code) => {
    expect(told).toContain(code);
  });

  test.each(told)('tells of %s once, which the source still uses', (code) => {
    expect(used).toContain(code);
    expect(told.filter((it) => it === code)).toHaveLength(1);
  });

  test('every code is lower case words', () => {
    for (const code of used) expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });
});
