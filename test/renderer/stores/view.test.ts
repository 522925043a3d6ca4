import { beforeEach, describe, expect, test } from 'vitest';
import {
  RUNS_HEIGHT,
  select,
  setRunsHeight,
  showWorkbench,
  togglePanel,
  useView,
} from '../../../renderer/stores/view.ts';

const initial = useView.getInitialState();
beforeEach(() => useView.setState(initial, true));

describe('How the document is looked at', () => {
  test('begins with the gallery', () => {
    expect(initial.gallery).toBe('start');
  });

  test('keeps the same selection where it is the same', () => {
    select(['a', 'b'], ['w']);
    const before = useView.getState();
    select(['b', 'a'], ['w']);
    expect(useView.getState()).toBe(before);
    select(['a'], ['w']);
    expect([...useView.getState().nodes]).toEqual(['a']);
  });

  test('forgets what was selected and asked of the document before', () => {
    select(['a'], ['w']);
    useView.setState({ renaming: 'a', gallery: 'over' });
    showWorkbench();
    const { nodes, wires, renaming, quickAdd, drawn, gallery } = useView.getState();
    expect([nodes.size, wires.size, renaming, quickAdd, drawn, gallery]).toEqual([
      0,
      0,
      null,
      null,
      null,
      'closed',
    ]);
  });

  test.each([
    [0, RUNS_HEIGHT.least],
    [400.4, 400],
    [9999, RUNS_HEIGHT.most],
  ])('makes the runs panel %d high as %d', (asked, height) => {
    setRunsHeight(asked);
    expect(useView.getState().runsHeight).toBe(height);
  });

  test('shows and hides one panel and leaves the others', () => {
    togglePanel('runs');
    togglePanel('palette', true);
    expect(useView.getState().panels).toEqual({ palette: true, inspector: true, runs: true });
  });
});
