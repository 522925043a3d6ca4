import { describe, expect, it } from 'vitest';
import { windowReport, windowRows } from '../../bench/window/window-report.mjs';

const paces = (...frames: number[]) => frames.map((it) => ({ frames: it, slow: 1000 / it }));
const view = { pan: paces(58, 60, 54), barePan: paces(60), drag: paces(30), bareDrag: paces(60) };
const figures = {
  nodes: 1005,
  wires: 2010,
  machine: { model: 'A processor', cores: 2 },
  start: { studio: [1400, 1500, 1600], empty: [1000] },
  check: [20, 60, 30],
  edit: [40],
  open: [1600],
  all: view,
  near: view,
};

describe('what the window is measured by', () => {
  it('is the median of all rounds, set against what it is built on', () => {
    const rows = new Map(windowRows(figures).map((it) => [it.what, it]));
    const row = (what: string) => [...rows].find(([it]) => it.startsWith(what))?.[1];
    expect(row('From the command')).toMatchObject({ ours: '1,500 ms', ratio: '1.50', reached: true });
    expect(row('Opening')).toMatchObject({ ours: '1,600 ms', goal: '1,500 ms at most', reached: false });
    expect(row('Checking')).toMatchObject({ ours: '30 ms', reached: true });
    expect(row('Panning, all')).toMatchObject({ ratio: '0.97', reached: true });
    expect(row('Dragging a node, all')).toMatchObject({ ratio: '0.50', reached: false });
  });

  it('is a table that says what is missed', () => {
    const table = windowReport(figures);
    expect(table).toContain('| 1,005 nodes, 2,010 wires |');
    expect(table.match(/✖/g)).toHaveLength(3);
    expect(table).toContain('2 cores (A processor)');
  });
});
