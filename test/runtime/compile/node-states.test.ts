import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { removeNodes, setNodeState } from '../../../src/pipeline/edits.ts';
import { canBypass } from '../../../src/pipeline/effective.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';
import { compile, definitions } from '../../../src/runtime/compile/compile.ts';
import { rewired } from './drawn.ts';

function template(name: string): Document {
  const read = parseDocument(
    readFileSync(new URL(`../../../templates/${name}.json`, import.meta.url), 'utf8'),
  );
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

const starter = template('tempered-softmax-mnist');
/** The plan's hash, or the problems by node; whose wire is open is told in two ways. */
const outcome = (document: Document) => {
  const result = compile(document);
  return result.ok
    ? result.value.hash
    : result.problems.map((it) => `${it.node} ${it.port} ${it.code.replace('skipped', 'open')}`);
};

describe('the plan of a pipeline', () => {
  it.each(Object.keys(starter.nodes))('with %s muted is that of the pipeline without it', (id) => {
    expect(outcome(setNodeState(starter, [id], 'muted'))).toEqual(outcome(removeNodes(starter, [id])));
  });

  it('with a transform bypassed is that of the pipeline wired around it', () => {
    const [id] = Object.entries(starter.nodes).find(([, it]) => it.type === 'data.image-transform') ?? [''];
    const source = Object.values(starter.wires).find((it) => it.to.node === id)?.from;
    const around = removeNodes(
      rewired(
        starter,
        [`${id}.data`],
        Object.values(starter.wires)
          .filter((it) => it.from.node === id)
          .map(({ to }) => `${source?.node}.${source?.port} > ${to.node}.${to.port}`),
      ),
      [id],
    );
    const wiredAround = {
      ...around,
      wires: Object.fromEntries(Object.entries(around.wires).filter(([, it]) => it.from.node !== id)),
    };
    expect(canBypass(starter, definitions, id)).toBe(true);
    const bypassed = outcome(setNodeState(starter, [id], 'bypassed'));
    expect(typeof bypassed).toBe('string');
    expect(bypassed).toBe(outcome(wiredAround));
    expect(bypassed).not.toBe(outcome(starter));
  });

  it('is refused where what a goal needs is muted, with the name of what is muted', () => {
    const result = compile(setNodeState(starter, ['teacher'], 'muted'));
    expect(result.ok).toBe(false);
    const messages = result.ok ? [] : result.problems.map((it) => it.message);
    expect(messages.join(' ')).toMatch(/comes from .*eacher.*, which is muted/);
  });

  it.each(['tempered-softmax-mnist'])(
    'of %s offers no bypass for what makes something else of what it takes',
    (name) => {
      const document = template(name);
      const offered = Object.keys(document.nodes).filter((id) => canBypass(document, definitions, id));
      expect(offered.map((id) => document.nodes[id]?.type)).toEqual(['data.image-transform']);
    },
  );
});
