import { describe, expect, it } from 'vitest';
import { possibleWires } from '../../../renderer/canvas/possible-wires.ts';
import { definitions } from '../../../renderer/catalogue.ts';
import { check } from '../../../src/pipeline/check.ts';
import { refuseWire } from '../../../src/pipeline/connect.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { removeWires } from '../../../src/pipeline/edits.ts';
import { starter } from '../../runtime/compile/templates.ts';

const wiresOf = (document: Document, node: string) =>
  possibleWires(document, check(document, definitions), node);

describe('the wires that a node could have', () => {
  it('may all be drawn, and none of them is there', () => {
    const document = starter();
    for (const node of Object.keys(document.nodes))
      for (const { wire } of wiresOf(document, node)) {
        expect(refuseWire(document, definitions, wire)).toBeUndefined();
        expect(Object.values(document.wires)).not.toContainEqual(wire);
      }
  });

  it('begin with what is missing', () => {
    const whole = starter();
    const cut = Object.entries(whole.wires).find(
      ([, it]) => it.to.node === 'distillation' && it.to.port === 'teacher',
    );
    if (!cut) throw new Error('The starter has no such wire.');
    const [id, { from, to }] = cut;
    const document = removeWires(whole, [id]);
    expect(wiresOf(document, 'distillation')[0]).toMatchObject({ side: 'input', instead: undefined });
    expect(
      wiresOf(document, 'distillation')
        .slice(0, 2)
        .map((it) => it.wire),
    ).toContainEqual({ from, to });
    expect(wiresOf(document, from.node)[0]?.wire).toEqual({ from, to });
  });

  it('say what they would take the place of', () => {
    const found = wiresOf(starter(), 'distillation').filter((it) => it.wire.to.port === 'teacher');
    expect(found.length).toBeGreaterThan(0);
    for (const { instead } of found) expect(instead).toBe('Teacher, logits');
  });

  it('are none for a node beside which nothing fits', () => {
    const { schedule } = starter().nodes;
    const alone: Document = { ...starter(), nodes: schedule ? { schedule } : {}, wires: {} };
    expect(wiresOf(alone, 'schedule')).toEqual([]);
  });
});
