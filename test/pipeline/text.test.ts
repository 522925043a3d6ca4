import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DOCUMENT_FORMAT, emptyDocument, LIMITS } from '../../src/pipeline/document.ts';
import { addFrame, setFrameColour } from '../../src/pipeline/edits.ts';
import { scanJson } from '../../src/pipeline/json-text.ts';
import { makeSubgraph } from '../../src/pipeline/subgraph/make-subgraph.ts';
import { unpack } from '../../src/pipeline/subgraph/unpack.ts';
import { formatDocument, parseDocument } from '../../src/pipeline/text.ts';
import { cpuTime } from '../cpu-time.ts';
import { anyDocument, drawn } from './arbitrary.ts';

const codeOf = (text: string): string => {
  const result = parseDocument(text);
  return result.ok ? 'ok' : result.problem.code;
};
const problemOf = (text: string) => {
  const result = parseDocument(text);
  if (result.ok) throw new Error('This text was taken for a document.');
  return result.problem;
};
const withNodes = (count: number): string => {
  const node = { type: 'test.source', version: 1, position: { x: 0, y: 0 }, params: {} };
  return JSON.stringify({
    ...emptyDocument(),
    nodes: Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, node])),
  });
};
const nested = (depth: number): string => {
  const text = JSON.stringify(drawn({ a: 'test.source' }));
  // The document itself is three levels deep where the parameters' values stand.
  return text.replace('"params":{}', `"params":{"p":${'['.repeat(depth - 4)}${']'.repeat(depth - 4)}}`);
};

describe('canonical text', () => {
  test('what is written is read back the same, and written the same again', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const text = formatDocument(document);
        const result = parseDocument(text);
        expect(result).toEqual({ ok: true, value: document });
        expect(result.ok && formatDocument(result.value)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('the order of keys and a byte order mark make no difference', () => {
    const text = formatDocument(drawn({ b: 'test.goal', a: 'test.source' }, ['a.loss > b.loss']));
    const backwards = JSON.stringify(
      JSON.parse(text, (_, it: unknown) =>
        typeof it === 'object' && it !== null ? Object.fromEntries(Object.entries(it).reverse()) : it,
      ),
    );
    const result = parseDocument(`\uFEFF${backwards}`);
    expect(result.ok && formatDocument(result.value)).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('a file carries the lowest format that can say what stands in it, and older ones open as today', () => {
    const plain = addFrame(drawn({ a: 'test.source' }), 'f', {
      title: 'F',
      position: { x: 0, y: 0 },
      width: 100,
      height: 100,
    });
    expect(formatDocument(plain)).toContain('"potstill": 1,');
    const painted = setFrameColour(plain, 'f', 'teal');
    expect(formatDocument(painted)).toContain('"potstill": 2,');
    expect(formatDocument(setFrameColour(painted, 'f', undefined))).toBe(formatDocument(plain));
    const folded = makeSubgraph(plain, { nodes: new Set(['a']) }, 'Block').document;
    expect(formatDocument(folded)).toContain(`"potstill": ${DOCUMENT_FORMAT},`);
    expect(formatDocument(unpack(folded, 'block').document)).toContain('"potstill": 1,');
    const old = readFileSync(new URL('format-1.json', import.meta.url), 'utf8');
    const opened = parseDocument(old);
    expect(opened.ok && opened.value.potstill).toBe(DOCUMENT_FORMAT);
    expect(opened.ok && formatDocument(opened.value)).toBe(old);
  });

  test('coordinates that are out of reach are brought to the rim', () => {
    const far = JSON.stringify(drawn({ a: 'test.source' })).replace('"x":0', '"x":1e308');
    const result = parseDocument(far);
    expect(result.ok && result.value.nodes.a?.position).toEqual({ x: 1e6, y: 0 });
  });
});

describe('a document without positions', () => {
  const bare = (nodes: Record<string, string>, wires: string[]): string =>
    JSON.stringify(drawn(nodes, wires)).replaceAll('"position":{"x":0,"y":0},', '');

  test('is laid out from left to right, no two nodes at one place', () => {
    const opened = parseDocument(
      bare({ a: 'test.source', b: 'test.source', c: 'test.add', d: 'test.goal' }, [
        'a.loss > c.a',
        'b.loss > c.b',
        'c.loss > d.loss',
      ]),
    );
    if (!opened.ok) throw new Error(opened.problem.message);
    const { a, b, c, d } = opened.value.nodes;
    expect([a, b, c, d].map((it) => it?.position)).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 180 },
      { x: 300, y: 0 },
      { x: 600, y: 0 },
    ]);
  });

  test('opens also where its wires make a circle or lead nowhere', () => {
    expect(
      codeOf(
        bare({ a: 'test.weigh', b: 'test.weigh' }, ['a.loss > b.loss', 'b.loss > a.loss', 'x.loss > a.loss']),
      ),
    ).toBe('ok');
  });

  test('keeps the positions that are there', () => {
    const text = JSON.stringify(drawn({ a: 'test.source', b: 'test.source' })).replace(
      '"position":{"x":0,"y":0},',
      '',
    );
    const opened = parseDocument(text.replace('"x":0', '"x":77'));
    expect(opened.ok && opened.value.nodes.b?.position.x).toBe(77);
    expect(opened.ok && opened.value.nodes.a?.position).toEqual({ x: 0, y: 0 });
  });
});

describe('what is refused, and how it is said', () => {
  test('text that is not JSON is located by line and column', () => {
    const problem = problemOf('{\n  "potstill": 1,\n  "title": oops\n}');
    expect(problem).toMatchObject({ code: 'document-json', allowed: 'a value' });
    expect(problem.message).toContain('Line 3, column 12');
    expect(problem.found).toContain('oops');
  });

  test.each([
    ['', 'the end of the text'],
    ['{"a": 1', 'the end of the text'],
    ['{"a": 1,}', '}'],
    ['[1 2]', '2'],
    ['{"a" 1}', '1'],
    ['{"a": 01}', '1'],
    ['{"a": "\\x"}', '\\\\x'],
    ['{"a": "line\nbreak"}', '\\nbreak'],
    ['nul', 'nul'],
    ['{} {}', '{}'],
    ["{'a': 1}", "'a'"],
    ['{"a": NaN}', 'NaN'],
  ])('%j is not JSON, and the place is shown', (text, found) => {
    const problem = problemOf(text);
    expect(problem.code).toBe('document-json');
    expect(problem.found).toContain(found);
  });

  test.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__', 'const\\u0072uctor'])(
    'the key %s is refused at any depth',
    (key) => {
      const clean = JSON.stringify(drawn({ a: 'test.source' }));
      expect(codeOf(`{"${key}": 1}`)).toBe('document-key');
      expect(codeOf(clean.replace('"params":{}', `"params":{"deep":[{"${key}":{}}]}`))).toBe('document-key');
      expect(codeOf(clean.replace('"a":', `"${key}":`))).toBe('document-key');
    },
  );

  test('no text changes the prototypes of this process', () => {
    const before = [Object, Array, Function].map((it) => Object.getOwnPropertyNames(it.prototype).sort());
    for (const key of ['__proto__', 'constructor', 'prototype'])
      for (const body of ['{"polluted":true}', '[{"polluted":true}]', '{"prototype":{"polluted":true}}'])
        parseDocument(
          formatDocument(drawn({ a: 'test.source' })).replace('"params": {}', `"params": {"${key}":${body}}`),
        );
    expect([Object, Array, Function].map((it) => Object.getOwnPropertyNames(it.prototype).sort())).toEqual(
      before,
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('an id that stands twice is refused rather than half lost', () => {
    const text = JSON.stringify(drawn({ a: 'test.source', b: 'test.goal' })).replace('"b":', '"a":');
    expect(problemOf(text)).toMatchObject({ code: 'document-twice' });
  });

  test('a newer format is told apart from a foreign file', () => {
    const newer = JSON.stringify({ ...emptyDocument(), potstill: DOCUMENT_FORMAT + 1, magic: true });
    expect(problemOf(newer)).toMatchObject({
      code: 'document-newer',
      found: `format ${DOCUMENT_FORMAT + 1}`,
    });
    expect(problemOf(newer).message).toContain('newer Potstill');
    for (const foreign of [
      '{}',
      '[]',
      '1',
      'null',
      '"text"',
      '{"potstill":"1"}',
      '{"potstill":0}',
      '{"potstill":1.5}',
    ])
      expect(codeOf(foreign)).toBe('document-foreign');
  });

  test('a wrong value is named with its place, what was found and what is allowed', () => {
    const text = JSON.stringify(drawn({ a: 'test.source' })).replace('"x":0', '"x":"NaN"');
    expect(problemOf(text)).toMatchObject({
      code: 'document-shape',
      node: 'a',
      found: '"NaN"',
      allowed: 'a number',
    });
    expect(problemOf(text).message).toContain('nodes.a.position.x');
  });

  test('an unknown key is not dropped in silence', () => {
    const text = JSON.stringify({ ...emptyDocument(), colour: 'red' });
    expect(problemOf(text)).toMatchObject({ code: 'document-shape' });
    expect(problemOf(text).message).toContain('colour');
  });

  test('an infinite number is refused', () => {
    expect(codeOf(JSON.stringify(drawn({ a: 'test.source' })).replace('"x":0', '"x":1e999'))).toBe(
      'document-shape',
    );
  });
});

describe('limits', () => {
  test('the number of nodes: at the limit it opens, one more is refused', () => {
    expect(codeOf(withNodes(LIMITS.nodes))).toBe('ok');
    expect(problemOf(withNodes(LIMITS.nodes + 1))).toMatchObject({
      code: 'document-crowded',
      found: `${LIMITS.nodes + 1}`,
    });
  });

  test('a hundred thousand nodes are refused within two seconds', () => {
    const text = withNodes(100_000);
    expect(cpuTime(() => expect(codeOf(text)).toBe('document-crowded'))).toBeLessThan(2000);
  });

  test('depth: at the limit it opens, one more is refused, and a million levels do not end the process', () => {
    expect(codeOf(nested(LIMITS.depth))).toBe('ok');
    expect(problemOf(nested(LIMITS.depth + 1))).toMatchObject({ code: 'document-deep' });
    expect(codeOf('['.repeat(1_000_000))).toBe('document-deep');
    expect(codeOf('{"a":'.repeat(1_000_000))).toBe('document-deep');
  });

  test('bytes are counted as the file has them', () => {
    const title = (length: number) => JSON.stringify({ ...emptyDocument(), title: 'x'.repeat(length) });
    expect(codeOf(title(LIMITS.text))).toBe('ok');
    expect(codeOf(title(LIMITS.text + 1))).toBe('document-text');
    expect(codeOf(' '.repeat(LIMITS.bytes + 1))).toBe('document-large');
    expect(codeOf('é'.repeat(LIMITS.bytes / 2 + 1))).toBe('document-large');
    expect(codeOf('é'.repeat(LIMITS.bytes / 2))).toBe('document-json');
  });
});

describe('damaged files', () => {
  const sound = formatDocument(
    drawn({ a: 'test.source', b: 'test.weigh', c: 'test.goal' }, ['a.loss > b.loss', 'b.loss > c.loss']),
  );
  const damage = fc.array(
    fc.record({
      at: fc.nat(sound.length),
      cut: fc.nat(12),
      put: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        fc.constantFrom(
          '"',
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          'null',
          '-1',
          '1e999',
          '"__proto__":',
          '\\',
          '\u0000',
          '\ud800',
        ),
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );

  test('open, or give one problem with a known code; they never throw', () => {
    fc.assert(
      fc.property(damage, (cuts) => {
        const text = cuts.reduce(
          (now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut),
          sound,
        );
        const result = parseDocument(text);
        if (result.ok) expect(parseDocument(formatDocument(result.value))).toEqual(result);
        else expect(result.problem.code).toMatch(/^document-/);
      }),
      { numRuns: 2000 },
    );
  });

  test('are told apart exactly as JSON.parse does, so that the scan refuses nothing that is sound', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(damage, (cuts) => {
        const text = cuts.reduce(
          (now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut),
          sound,
        );
        const fault = scanJson(text, { depth: Number.POSITIVE_INFINITY, text: Number.POSITIVE_INFINITY });
        // A refused key ends the scan before the rest is looked at.
        fc.pre(fault === undefined || fault.code === 'document-json');
        expect(fault === undefined).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });
});
