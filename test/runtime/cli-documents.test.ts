import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Layer } from '../../src/plan/layers.ts';
import { writeModel } from '../../src/runtime/model-file.ts';
import { distillProgram } from './distill.ts';
import { STARTER } from './starter.ts';
import { temporaryFolders } from './temporary-folder.ts';

/*
 * Documents that no run can be made of: each is refused with its reason and exit code 2, nothing is run and nothing
 * is written, least of all the document.
 */

const distill = distillProgram();
const folderOf = temporaryFolders();

type Wire = { from: { node: string; port: string }; to: { node: string; port: string } };
type Raw = {
  potstill: number;
  nodes: Record<string, { type: string; version: number; params: Record<string, unknown> }>;
  wires: Record<string, Wire>;
};

const starter = (): Raw => JSON.parse(readFileSync(STARTER, 'utf8')) as Raw;
/** The starter's text after a change. */
function changed(change: (document: Raw) => void): string {
  const document = starter();
  change(document);
  return JSON.stringify(document);
}
const nodeOf = (document: Raw, id: string) => document.nodes[id] ?? { type: '', version: 1, params: {} };
const wire = (from: string, port: string, to: string, input: string): Wire => ({
  from: { node: from, port },
  to: { node: to, port: input },
});

const BAD: Record<string, { text: string | (() => string); code: string; says?: string }> = {
  'no JSON': { text: '{ "potstill": 1, "nodes": {', code: 'document-json', says: 'Line 1, column 28' },
  'an empty file': { text: '', code: 'document-json' },
  'JSON of something else': { text: '{"name":"potstill"}', code: 'document-foreign' },
  'a newer version': {
    text: changed((it) => {
      it.potstill = 99;
    }),
    code: 'document-newer',
    says: 'Update Potstill',
  },
  'a part that is missing': { text: '{"potstill":1,"nodes":3}', code: 'document-shape' },
  'an unknown node': {
    text: changed((it) => {
      nodeOf(it, 'distillation').type = 'loss.telepathy';
    }),
    code: 'unknown-node',
    says: 'loss.telepathy',
  },
  'a newer node': {
    text: changed((it) => {
      nodeOf(it, 'distillation').version = 9;
    }),
    code: 'node-newer',
  },
  'a wire to a missing port': {
    text: changed((it) => {
      it.wires.x = wire('mnist', 'data', 'transform', 'nowhere');
    }),
    code: 'wire-to-nowhere',
    says: 'nowhere',
  },
  'a wire to a missing node': {
    text: changed((it) => {
      it.wires.x = wire('mnist', 'data', 'nobody', 'data');
    }),
    code: 'wire-to-nowhere',
    says: 'nobody',
  },
  'a cycle': {
    text: changed((it) => {
      delete it.wires['mnist-data-to-transform-data'];
      it.nodes.second = { ...nodeOf(it, 'transform') };
      it.wires.a = wire('transform', 'data', 'second', 'data');
      it.wires.b = wire('second', 'data', 'transform', 'data');
    }),
    code: 'cycle',
  },
  'a wire of the wrong kind': {
    text: changed((it) => {
      it.wires['mnist-data-to-transform-data'] = wire('optimizer', 'optimizer', 'transform', 'data');
    }),
    code: 'kind',
  },
  'a parameter of the wrong kind': {
    text: changed((it) => {
      nodeOf(it, 'distillation').params.temperature = 'hot';
    }),
    code: 'parameter',
    says: 'distillation.temperature',
  },
  'a parameter that nobody knows': {
    text: changed((it) => {
      nodeOf(it, 'distillation').params.colour = 'red';
    }),
    code: 'parameter',
    says: 'colour',
  },
  'a batch larger than the data': {
    text: changed((it) => {
      nodeOf(it, 'mnist').params.trainExamples = 100;
    }),
    code: 'batch-larger-than-data',
    says: '1 … 100',
  },
  'a student with other classes than the data': {
    text: changed((it) => {
      nodeOf(it, 'student-network').params.outputs = 7;
    }),
    code: 'classes',
  },
  'nothing to run': {
    text: '{"potstill":1,"title":"","description":"","nodes":{},"wires":{},"frames":{}}',
    code: 'nothing-to-run',
  },
  'a hundred thousand nodes': {
    text: () => {
      const document = starter();
      for (let at = 0; at < 100_000; at += 1) document.nodes[`node-${at}`] = nodeOf(document, 'mnist');
      return JSON.stringify(document);
    },
    code: 'document-crowded',
    says: '100012',
  },
  'a key that reaches for prototypes': {
    text: JSON.stringify(starter()).replace('"nodes":{', '"nodes":{"__proto__":{"polluted":true},'),
    code: 'document-key',
    says: '__proto__',
  },
  'a parameter called constructor': {
    text: changed((it) => {
      nodeOf(it, 'mnist').params = JSON.parse('{"constructor":1}');
    }),
    code: 'document-key',
  },
  'an escaped __proto__': {
    text: JSON.stringify(starter()).replace('"nodes":{', '"nodes":{"__pr\\u006fto__":{},'),
    code: 'document-key',
  },
  'one key twice': {
    text: JSON.stringify(starter()).replace('"nodes":{', '"nodes":{},"nodes":{'),
    code: 'document-twice',
  },
  'a million brackets': { text: () => '['.repeat(1_000_000), code: 'document-deep' },
};

describe('a document with', () => {
  test.each(Object.entries(BAD))('%s is refused', async (_, { text, code, says = '' }) => {
    const folder = folderOf();
    const file = join(folder, 'document.json');
    const out = join(folder, 'runs');
    const content = typeof text === 'string' ? text : text();
    writeFileSync(file, content);
    const { code: exit, stdout, stderr } = await distill([file, '--out', out]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(`[${code}]`);
    expect(stderr).toContain(says);
    expect(stderr.length).toBeLessThan(4_000);
    expect(readFileSync(file, 'utf8') === content).toBe(true);
    expect(existsSync(out)).toBe(false);
  });

  test('every mistake at once: each is told, with its node', async () => {
    const file = join(folderOf(), 'document.json');
    writeFileSync(
      file,
      changed((it) => {
        nodeOf(it, 'distillation').params.temperature = -1;
        nodeOf(it, 'trainer').params.epochs = 0;
        nodeOf(it, 'save').params.name = '../escape';
      }),
    );
    const { stderr } = await distill([file]);
    for (const place of ['distillation.temperature', 'trainer.epochs', 'save.name'])
      expect(stderr).toContain(place);
  });

  test('codes that move a cursor: they have no power over the terminal', async () => {
    const file = join(folderOf(), 'document.json');
    writeFileSync(
      file,
      changed((it) => {
        nodeOf(it, 'mnist').type = 'data.\u001b[2J\u0007';
      }),
    );
    const { stderr, code } = await distill([file]);
    expect(code).toBe(2);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what may not be there.
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('a file that', () => {
  test('is not there, is a folder, or is far too large', async () => {
    const folder = folderOf();
    mkdirSync(join(folder, 'folder.json'));
    const large = join(folder, 'large.json');
    writeFileSync(large, '{');
    // Takes no space: a hole of three gigabytes.
    truncateSync(large, 3e9);
    for (const [name, code] of [
      ['missing.json', 'file-missing'],
      ['folder.json', 'document-no-file'],
      ['large.json', 'document-large'],
    ] as const) {
      const { code: exit, stderr } = await distill([join(folder, name)]);
      expect(exit, name).toBe(2);
      expect(stderr).toContain(`[${code}]`);
    }
  });
});

describe('a teacher from a file', () => {
  const layers = (classes: number): Layer[] => [
    { id: 'flatten-1', from: ['input'], kind: 'flatten' },
    { id: 'logits', from: ['flatten-1'], kind: 'dense', units: classes },
  ];
  async function saved(folder: string, classes: number, input = [28, 28, 1]): Promise<string> {
    const size = input.reduce((product, it) => product * it, 1);
    const path = join(folder, 'teacher.safetensors');
    const weights = new Map([
      ['logits/kernel', new Float32Array(size * classes)],
      ['logits/bias', new Float32Array(classes)],
    ]);
    await writeModel(path, { input, classes, layers: layers(classes), weights });
    return path;
  }
  const teach = (path: string) =>
    distill([STARTER.pathname, '--set', 'teacher.weights=file', '--set', `teacher.file=${path}`]);

  test('whose classes differ from the data’s is refused', async () => {
    const { code, stderr } = await teach(await saved(folderOf(), 7));
    expect(code).toBe(2);
    expect(stderr).toContain('[classes]');
    expect(stderr).toMatch(/7.*10/);
  });

  test('that was trained on other images is refused', async () => {
    const { code, stderr } = await teach(await saved(folderOf(), 10, [32, 32, 1]));
    expect(code).toBe(2);
    expect(stderr).toContain('[model-input]');
  });

  test('that is cut short is refused', async () => {
    const path = await saved(folderOf(), 10);
    truncateSync(path, 1000);
    const { code, stderr } = await teach(path);
    expect(code).toBe(2);
    expect(stderr).toContain('teacher.safetensors');
  });

  test('that is not beside the document is asked for by its name', async () => {
    const folder = folderOf();
    const file = join(folder, 'document.json');
    const model = { name: 'gone.safetensors', sha256: 'a'.repeat(64), input: [28, 28, 1], classes: 10 };
    writeFileSync(
      file,
      changed((it) => {
        nodeOf(it, 'teacher').params = { weights: 'file', file: model };
      }),
    );
    const { code, stderr } = await distill([file]);
    expect(code).toBe(2);
    expect(stderr).toContain('gone.safetensors');
    expect(stderr).toContain('[model-missing]');
  });
});
