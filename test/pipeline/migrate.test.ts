import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/pipeline/check.ts';
import type { Document, DocumentNode } from '../../src/pipeline/document.ts';
import { upgradeNodes } from '../../src/pipeline/migrate.ts';
import { formatDocument, parseDocument } from '../../src/pipeline/text.ts';
import { anyDocument, definitions, drawn } from './arbitrary.ts';

const weigh = (version: number, params: DocumentNode['params']): Document => {
  const document = drawn({ w: 'test.weigh' });
  return { ...document, nodes: { w: { ...(document.nodes.w as DocumentNode), version, params } } };
};

describe('older and newer nodes', () => {
  test('parameters go through every step from the version that wrote them', () => {
    const { document, problems } = upgradeNodes(weigh(1, { w: 250 }), definitions);
    expect(problems).toEqual([]);
    expect(document.nodes.w).toMatchObject({ version: 3, params: { factor: 2.5 } });
    expect(upgradeNodes(weigh(2, { factor: 50 }), definitions).document.nodes.w?.params).toEqual({
      factor: 0.5,
    });
  });

  test('upgrading twice is upgrading once', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const once = upgradeNodes(document, definitions).document;
        expect(upgradeNodes(once, definitions).document).toEqual(once);
      }),
    );
  });

  test('a node of a newer version stays word for word, is a problem and does not run', () => {
    const newer = weigh(9, { factor: 1, future: [1, 2] });
    const { document, problems } = upgradeNodes(newer, definitions);
    expect(document).toBe(newer);
    expect(problems).toMatchObject([
      { code: 'node-newer', node: 'w', found: 'version 9', allowed: 'version 3' },
    ]);
    expect(check(document, definitions).problems.map((it) => it.code)).toContain('node-newer');
    expect(check(document, definitions).nodes.w).toBeUndefined();
  });

  test('a step that fails leaves the node as it was and says so', () => {
    const broken = new Map(definitions);
    const definition = definitions.get('test.weigh');
    if (!definition) throw new Error('test.weigh is missing');
    broken.set('test.weigh', {
      ...definition,
      upgrade: {
        2: () => {
          throw new TypeError('no such thing');
        },
      },
    });
    const old = weigh(1, { w: 250 });
    expect(upgradeNodes(old, broken)).toMatchObject({
      document: old,
      problems: [{ code: 'node-older', node: 'w' }],
    });
    const infinite = new Map(definitions).set('test.weigh', {
      ...definition,
      upgrade: { 2: () => ({ factor: Number.NaN }) },
    });
    expect(upgradeNodes(old, infinite)).toMatchObject({ document: old, problems: [{ code: 'node-older' }] });
  });

  test('200 documents with alien nodes are saved with the same bytes that were opened', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const alien = Object.fromEntries(
          Object.entries(document.nodes).map(([id, node]) => [
            id,
            { ...node, type: 'alien.node', version: 77 },
          ]),
        );
        const text = formatDocument({ ...document, nodes: alien });
        const opened = parseDocument(text);
        if (!opened.ok) throw new Error(opened.problem.message);
        expect(formatDocument(upgradeNodes(opened.value, definitions).document)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
