import { describe, expect, it } from 'vitest';
import { CLOSED, closedChannels, closedText, type Gates } from '../../src/plan/closed-channels.ts';
import { closedTable } from '../../src/runtime/cli/closed-table.ts';
import { makeRunFile } from '../../src/runtime/run-file.ts';
import { planOf, template } from '../runtime/compile/templates.ts';

const document = template('hint-fashion-mnist');
const file = makeRunFile({ title: 'A run', document, compiled: planOf(document), version: '0.0.0' });
const { plan } = file;
const hinted = plan.stages.find((it) => it.projectors.length > 0);
const regressor = hinted?.projectors[0] ?? '';
const gates = (layer: string, means: Gates['means']): Gates => ({
  kind: 'gates',
  stage: hinted?.id ?? '',
  step: hinted?.steps ?? 0,
  network: regressor,
  layer,
  means,
});

describe('channels that gates close', () => {
  it('are those below the limit, of the layer that the regressor stands on', () => {
    const [found] = closedChannels(plan, [gates('student-gates', [0.5, 0.0999, CLOSED, 0.02])]);
    expect(found).toMatchObject({ channels: 4, closed: [1, 3], least: 0.02, layer: 'activation-2' });
    expect(found?.network).toBe(hinted?.train[0]);
  });

  it('are of the regressor itself where it gates what it gives', () => {
    const [found] = closedChannels(plan, [gates('teacher-gates', [0.5, 0.6])]);
    expect(found).toMatchObject({ network: regressor, layer: 'sum', closed: [], least: 0.5 });
  });

  it('are told in a sentence, and that none is, too', () => {
    const told = (means: Gates['means']): string[] =>
      closedChannels(plan, [gates('student-gates', means)]).map((it) => closedText(it, () => 'Student'));
    expect(told([0.5, 0.05, 0.01])).toEqual([
      '2 of 3 channels of activation-2, Student, are closed (mean gate below 0.1), counted from 0: 1, 2.',
    ]);
    expect(told([0.5, 0.25])).toEqual([
      'None of 2 channels of activation-2, Student, is closed (mean gate below 0.1); the lowest mean gate is 0.25.',
    ]);
    expect(told([0.5, null])[0]).toContain('the lowest mean gate is not finite');
  });

  it('stand below the result in a terminal, the last ones of a run that went on again', () => {
    const events = [
      [0.5, 0.5],
      [0.5, 0.05],
    ].map((means, seq) => ({ ...gates('student-gates', means), seq, time: 0 }));
    const text = closedTable(events, file);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(
      /^Stage 2, .+, gates in the end\n1 of 2 channels of activation-2, .+ is closed .+, counted from 0: 1\.$/,
    );
    // A regressor is called as in the window: by the node that brought it.
    const own = closedTable([{ ...gates('teacher-gates', [0.5, 0.05]), seq: 0, time: 0 }], file);
    expect(own).toContain('1 of 2 channels of sum, HINT, is closed');
    expect(closedTable([], file)).toBe('');
  });
});
