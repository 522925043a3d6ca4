import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Studio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.open();
  await studio.openTemplate('Tempered softmax');
});
afterAll(() => studio?.close());

const text = (words: string | RegExp) => studio.inspector.getByText(words);

describe('a node that is not there for the run', () => {
  it('is bypassed by B: it steps back, the wires go on through it, and nothing is wrong', async () => {
    await studio.selectNode('Image transform');
    await studio.page.keyboard.press('b');
    await studio.node('Image transform, bypassed').waitFor();
    await text('Bypassed: what comes into it goes straight through.').waitFor();
    expect(await studio.canvas.locator('.wire[data-idle], .wire[data-broken]').count()).toBe(0);
    expect(await studio.button(/problem/).count()).toBe(0);
    await studio.inBothThemes('node-bypassed');
    await studio.button('Do not bypass').click();
    await studio.node('Image transform').waitFor();
  });

  it('is muted by M: what needed it says so by its name, and one press takes it back', async () => {
    await studio.selectNode('Teacher');
    await studio.page.keyboard.press('m');
    await studio.node('Teacher, muted').waitFor();
    expect(await studio.canvas.locator('.wire[data-idle]').count()).toBeGreaterThan(2);
    await studio.inBothThemes('node-muted');
    await studio.selectNode('Tempered softmax');
    await text(/of Tempered softmax comes from Teacher, which is muted/).waitFor();
    await studio.screenshot('node-muted-told');
    await studio.inspector.getByRole('button', { name: 'Unmute Teacher' }).click();
    await studio.node('Teacher').waitFor();
    expect(await studio.canvas.locator('.wire[data-idle]').count()).toBe(0);
  });

  it('stands in the menu of a node and in the list of commands, which say where it cannot be', async () => {
    const { page } = studio;
    await studio.node('Evaluation').getByRole('heading').click({ button: 'right' });
    expect(await page.getByRole('menuitem', { name: /^Bypass/ }).isDisabled()).toBe(true);
    await studio.screenshot('node-state-menu');
    await page.getByRole('menuitem', { name: /^Mute/ }).click();
    await studio.node('Evaluation, muted').waitFor();
    await studio.lookUp('unmute');
    await studio.node('Evaluation').waitFor();
    await studio.lookUp('bypass', false);
    await page.getByText(/Nothing that comes into it could go straight on/).waitFor();
    await page.keyboard.press('Escape');
    await studio.selectNode('MNIST');
    await page.keyboard.press('b');
    await page.getByText(/Nothing that comes into it could go straight on/).waitFor();
    expect(await studio.node('MNIST').count()).toBe(1);
  });

  it('is one step of the history each', async () => {
    await studio.selectNode('Evaluation');
    await studio.page.keyboard.press('m');
    await studio.node('Evaluation, muted').waitFor();
    await studio.menu('undo');
    await studio.node('Evaluation').waitFor();
    await studio.menu('redo');
    await studio.node('Evaluation, muted').waitFor();
  });

  it('has no part in what a run would do', async () => {
    const explained = await studio.page.evaluate(async () => {
      const held = await window.potstill.call['template.list']({});
      if (!held.ok) throw new Error(held.problem.message);
      const it = held.value.find(({ id }) => id.includes('tempered-softmax-mnist'));
      const whole = JSON.parse(it?.text ?? '{}') as {
        nodes: Record<string, { type: string; state?: string }>;
      };
      for (const node of Object.values(whole.nodes))
        if (node.type === 'result.evaluation') node.state = 'muted';
      const say = async (text: string) => {
        const answer = await window.potstill.call['run.explain']({ text, ticket: null });
        return answer.ok && 'sentences' in answer.value
          ? answer.value.sentences.join('\n')
          : JSON.stringify(answer);
      };
      return { before: await say(it?.text ?? ''), after: await say(JSON.stringify(whole)) };
    });
    expect(explained.before).toMatch(/evaluat|measure/i);
    expect(explained.after).not.toBe(explained.before);
    expect(explained.after.split('\n').length).toBeLessThan(explained.before.split('\n').length);
  });
});
