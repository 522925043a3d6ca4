import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../src/nodes/catalogue.gen.ts';
import { CATEGORIES } from '../src/nodes/define.ts';
import { operations } from '../src/nodes/operations.gen.ts';
import { paramsSchema } from '../src/nodes/params.ts';
import { Params } from '../src/pipeline/document.ts';
import { feedersOf, isFamily, type PortKind } from '../src/pipeline/ports.ts';
import { fileOf, goldenNames, scriptNames } from './reference/golden.ts';

/** What is asked of every node and op there is, and of every one that will be added. */
const nodesFolder = new URL('../src/nodes/', import.meta.url);
const definitions = catalogue.map((it) => [it.type, it] as const);
const ops = operations.map((it) => [it.name, it] as const);

type Drawn = {
  type?: string;
  title?: string;
  help?: string;
  enum?: string[];
  titles?: Record<string, string>;
  control?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  default?: unknown;
  when?: { param: string; is: unknown[] };
};
const drawnParams = (type: string): Record<string, Drawn> =>
  paramsSchema(catalogue.find((it) => it.type === type)?.params ?? expect.fail(`there is no ${type}`))
    .properties as unknown as Record<string, Drawn>;

describe.each(definitions)('%s', (type, definition) => {
  test('stands in the folder that its type names', () => {
    const [category, name] = type.split('.');
    expect(type.split('.')).toHaveLength(2);
    expect(definition.category).toBe(category);
    expect(existsSync(new URL(`${category}/${name}/node.ts`, nodesFolder))).toBe(true);
  });

  test('says what it is, when to use it, by what formula and from which source', () => {
    expect(definition.title).toMatch(/^\p{Lu}/u);
    expect(definition.summary).toMatch(/[.]$/);
    expect(definition.summary.length).toBeLessThanOrEqual(100);
    expect(definition.source.length).toBeGreaterThan(5);
    expect(definition.help).toContain('## When to use it\n');
    expect(definition.help).toContain('## Formula\n');
    expect(definition.keywords.length).toBeGreaterThan(0);
    expect(definition.keywords.every((it) => it === it.toLowerCase() || /^[A-Z]/.test(it))).toBe(true);
  });

  test('has defaults that its own schema takes, and that a document can hold', () => {
    const defaults = definition.params.parse({});
    expect(definition.params.parse(defaults)).toEqual(defaults);
    expect(Params.parse(defaults)).toEqual(defaults);
    expect(definition.params.safeParse({ noSuchParameter: 1 }).success).toBe(false);
  });

  test('has parameters that a form can draw, each with a title, help and limits', () => {
    for (const [name, it] of Object.entries(drawnParams(type))) {
      const place = `${type}.${name}`;
      expect(it.title?.length, `${place} has no title`).toBeGreaterThan(0);
      expect(it.help, `${place} has no help`).toMatch(/[.]$/);
      expect(Object.hasOwn(it, 'default'), `${place} has no default`).toBe(true);
      if (it.control !== undefined) continue;
      expect(['number', 'integer', 'boolean', 'string'], `${place} cannot be drawn`).toContain(it.type);
      if (it.type === 'number' || it.type === 'integer') {
        expect(Number.isFinite(it.minimum ?? it.exclusiveMinimum), `${place} has no lower limit`).toBe(true);
        expect(Number.isFinite(it.maximum), `${place} has no upper limit`).toBe(true);
      }
      if (it.enum !== undefined)
        expect(Object.keys(it.titles ?? {}).sort(), place).toEqual(it.enum.toSorted());
    }
  });

  test('shows a parameter only by another that it has, and by values that this one can take', () => {
    const params = drawnParams(type);
    for (const [name, { when }] of Object.entries(params)) {
      if (when === undefined) continue;
      const other = params[when.param];
      expect(other, `${type}.${name} asks for ${when.param}`).toBeDefined();
      for (const value of when.is)
        expect(definition.params.safeParse({ [when.param]: value }).success, `${name}: ${value}`).toBe(true);
    }
  });

  test('has presets of allowed values, each with its source, and no two of the same', () => {
    const { presets } = definition;
    for (const { title, source, params } of presets) {
      expect(Object.keys(params).length, title).toBeGreaterThan(0);
      expect(definition.params.safeParse(params).error, title).toBeUndefined();
      expect(source, title).toMatch(/(19|20)\d\d.*[.]$/);
    }
    const defaults = definition.params.parse({});
    const whole = presets.map((it) => JSON.stringify({ ...defaults, ...it.params }));
    expect(new Set(whole).size).toBe(presets.length);
    expect(new Set(presets.map((it) => it.title)).size).toBe(presets.length);
  });

  test('has ports with a title, each of which something can feed', () => {
    for (const [name, port] of [
      ...Object.entries(definition.inputs),
      ...Object.entries(definition.outputs),
    ]) {
      expect(port.title, `${type}.${name}`).toBeDefined();
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*(:\*)?$/);
    }
    expect(Object.keys(definition.inputs).filter(isFamily), 'families are outputs').toEqual([]);
    for (const [name, port] of Object.entries(definition.inputs)) {
      const sources = catalogue.flatMap((it) => Object.values(it.outputs).map((output) => output.kind));
      expect(
        feedersOf(port.kind).some((kind: PortKind) => sources.includes(kind)),
        `${type}.${name}`,
      ).toBe(true);
    }
  });

  test('upgrades from every version that there ever was', () => {
    const steps = Object.keys(definition.upgrade)
      .map(Number)
      .sort((a, b) => a - b);
    expect(steps).toEqual(Array.from({ length: definition.version - 1 }, (_, at) => at + 2));
  });

  test('infers without a throw while nothing is wired', () => {
    expect(() => definition.infer?.({ params: definition.params.parse({}), inputs: {} })).not.toThrow();
  });
});

describe('the catalogue', () => {
  test('knows every folder that holds a definition, and each type once', () => {
    const folders = CATEGORIES.flatMap((category) =>
      readdirSync(new URL(`${category}/`, nodesFolder), { withFileTypes: true })
        .filter((it) => it.isDirectory())
        .map((it) => `${category}.${it.name}`),
    );
    expect(catalogue.map((it) => it.type).sort()).toEqual(folders.sort());
  });

  test('is in the order of types, so that adding a node changes one line', () => {
    const types = catalogue.map((it) => it.type);
    expect(types).toEqual(types.toSorted());
  });

  test('gives no title twice', () => {
    const titles = catalogue.map((it) => `${it.category} ${it.title}`);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe.each(ops)('op %s', (name, op) => {
  test('has a name of its own', () => {
    expect(operations.filter((it) => it.name === name)).toHaveLength(1);
    expect(name).toMatch(/^[a-z][a-z-]*\.[a-z0-9-]+$/);
  });

  test('takes no argument that it does not know', () => {
    expect(op.args.safeParse({ noSuchArgument: 1 }).success).toBe(false);
  });

  test('treats as differentiable only roles that it has', () => {
    if (op.kind !== 'term') return;
    for (const role of [...op.gradient, ...(op.optional ?? [])])
      expect(Object.keys(op.inputs)).toContain(role);
    // What gives no loss may stand before one, among teachers.
    if (op.output === undefined) expect(op.gradient.length).toBeGreaterThan(0);
  });
});

describe('the arithmetic', () => {
  test('has a reference in float64 for every op, and the values that it came to', () => {
    const names = operations
      .filter((it) => it.kind === 'term')
      .map((it) => fileOf(it.name))
      .sort();
    expect(scriptNames()).toEqual(names);
    expect(goldenNames()).toEqual(names);
  });

  const files = readdirSync(nodesFolder, { recursive: true, encoding: 'utf8' }).filter((it) =>
    it.endsWith('op.ts'),
  );
  const tests = readdirSync(new URL('./nodes/', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.test.ts'))
    .map((it) => readFileSync(new URL(`./nodes/${it}`, import.meta.url), 'utf8'))
    .join('\n');

  test.each(files)('%s is tested and has a docstring', (file) => {
    expect(tests, `no test in test/nodes imports ${file}`).toContain(`src/nodes/${file}'`);
    expect(readFileSync(new URL(file, nodesFolder), 'utf8')).toMatch(/\/\*\*[\s\S]*?\*\/\nexport const/);
  });
});
