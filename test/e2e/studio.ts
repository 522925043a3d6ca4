import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright-core';
import type { MenuCommand, RunRecord, RunSummary } from '../../electron/contract.ts';
import { checkout } from '../../scripts/setup/places.mjs';
import { type LaunchedApp, launchApp, type Person } from './launch-app.ts';

/** A port of a node, by the titles that stand on screen. */
export type PortName = readonly [node: string, port: string];

type Point = { readonly x: number; readonly y: number };

/** What tests do in the real window, by pointer and keys and by the names that a person sees. */
export class Studio {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly person: Person;
  readonly close: () => Promise<void>;

  private constructor({ app, page, person, close }: LaunchedApp) {
    this.app = app;
    this.page = page;
    this.person = person;
    this.close = close;
  }

  static async open(options: Parameters<typeof launchApp>[0] = {}): Promise<Studio> {
    return new Studio(await launchApp(options));
  }

  /** Chooses an item of the menu, as its accelerator does. */
  async menu(command: MenuCommand): Promise<void> {
    await this.app.evaluate(
      ({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(),
      command,
    );
  }

  async screenshot(name: string): Promise<void> {
    const folder = join(checkout, 'test-output');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Looks for a command by a word, and gives the one that is found first where `give` is set. */
  async lookUp(query: string, give = true): Promise<void> {
    await this.menu('commands');
    await this.page.getByRole('combobox', { name: 'Search all commands' }).fill(query);
    if (give) await this.page.keyboard.press('Enter');
  }

  /** The same picture in dark and in light; the theme is then that of the system again. */
  async inBothThemes(name: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await this.page.evaluate((it) => document.documentElement.setAttribute('data-theme', it), theme);
      await this.page.evaluate(() =>
        Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
      );
      await this.screenshot(`${name}-${theme}`);
    }
    await this.page.evaluate(() => document.documentElement.removeAttribute('data-theme'));
  }

  get canvas(): Locator {
    return this.page.getByRole('main', { name: 'Pipeline' });
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  get runs(): Locator {
    return this.page.getByRole('region', { name: 'Runs' });
  }

  get gallery(): Locator {
    return this.page.getByRole('main', { name: 'Gallery' });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tablist', { name: 'Open pipelines' }).getByRole('tab', { name });
  }

  /** What the tabs are called, from left to right. */
  tabs(): Promise<string[]> {
    return this.tab(/./).evaluateAll((all) =>
      all.map((it) =>
        [...it.querySelectorAll('span')]
          .map((part) => part.textContent)
          .filter(Boolean)
          .join(', '),
      ),
    );
  }

  node(title: string): Locator {
    return this.canvas.getByRole('group', { name: title, exact: true });
  }

  port(side: 'input' | 'output', [node, port]: PortName): Locator {
    const name = `${port}, ${side} of ${node}`;
    const named = (it: string): Locator => this.canvas.getByRole('button', { name: it, exact: true });
    return named(name).or(named(`${name}, optional`));
  }

  async emptyCanvas(): Promise<void> {
    await this.gallery.getByRole('button', { name: 'Empty canvas' }).click();
    await this.canvas.waitFor();
  }

  async openTemplate(title: string): Promise<void> {
    await this.gallery.getByRole('button', { name: title }).click();
    await this.canvas.getByRole('article').first().waitFor();
  }

  /** Drags a kind of node from the palette to a point of the canvas, counted from its upper left corner. */
  async dragFromPalette(type: string, to: Point): Promise<void> {
    const item = this.page.locator(`[data-type="${type}"]`);
    const box = await boxOf(this.canvas);
    await item.scrollIntoViewIfNeeded();
    const nodes = this.canvas.getByRole('group');
    const before = await nodes.count();
    await this.#drag(await middleOf(item), { x: box.x + to.x, y: box.y + to.y });
    await nodes.nth(before).waitFor();
  }

  /** Draws a wire from port to port. */
  async drawWire(from: PortName, to: PortName): Promise<void> {
    await this.#drag(await middleOf(this.port('output', from)), await middleOf(this.port('input', to)));
  }

  /** Draws a wire from an output to a point of the window where there is no port. */
  async drawWireTo(from: PortName, to: Point): Promise<void> {
    await this.#drag(await middleOf(this.port('output', from)), to);
  }

  /** Adds a node by its title, with a press in the palette. */
  async addNode(title: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Palette' })
      .getByRole('button', { name: new RegExp(`^${title.replace(/[()]/g, '\\$&')} `) })
      .click();
    await this.node(title).waitFor();
  }

  /** Presses a button of the dialog that asks something. */
  async answer(button: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  }

  async dragNode(title: string, by: Point): Promise<void> {
    const start = await middleOf(this.node(title).getByRole('heading'));
    await this.#drag(start, { x: start.x + by.x, y: start.y + by.y });
  }

  /** Sets a parameter through the inspector, as a person types it. */
  async setNumber(node: string, param: string, value: string): Promise<void> {
    await this.selectNode(node);
    const field = this.inspector.getByLabel(param, { exact: true }).first();
    await field.fill(value);
    await field.press('Enter');
  }

  async selectNode(title: string): Promise<void> {
    await this.node(title).getByRole('heading').click();
  }

  /** One step of the zoom bar, up to the percentage that it then shows. */
  async zoomOutTo(percent: number): Promise<void> {
    await this.button('Zoom out').click();
    await this.button(new RegExp(`^Zoom ${percent} %`)).waitFor();
  }

  /** Of the drawn wires. */
  wireCount(): Promise<number> {
    return this.canvas.locator('[data-testid^="rf__edge-"]').count();
  }

  /** The upper left corner of a node, in whole pixels of the window. */
  async place(title: string): Promise<Point> {
    const { x, y } = await boxOf(this.node(title));
    return { x: Math.round(x), y: Math.round(y) };
  }

  /** Titles of the nodes that are not wholly in view. */
  async outOfView(): Promise<string[]> {
    const view = await boxOf(this.canvas);
    const nodes = await this.canvas.getByRole('group').all();
    const outside = await Promise.all(
      nodes.map(async (it) => {
        const box = await boxOf(it);
        const inside =
          box.x >= view.x &&
          box.y >= view.y &&
          box.x + box.width <= view.x + view.width &&
          box.y + box.height <= view.y + view.height;
        return inside ? [] : [(await it.getAttribute('aria-label')) ?? ''];
      }),
    );
    return outside.flat();
  }

  /** Where each node lies in the picture, by its title, in percent of the picture's width: the same at every zoom. */
  async layout(): Promise<Record<string, readonly [number, number]>> {
    const nodes = await this.canvas.getByRole('group').all();
    const places = await Promise.all(
      nodes.map(async (it) => [(await it.getAttribute('aria-label')) ?? '', await boxOf(it)] as const),
    );
    const left = Math.min(...places.map(([, { x }]) => x));
    const top = Math.min(...places.map(([, { y }]) => y));
    const width = Math.max(...places.map(([, it]) => it.x + it.width)) - left;
    const share = (length: number): number => Math.round((length / width) * 100);
    return Object.fromEntries(places.map(([title, { x, y }]) => [title, [share(x - left), share(y - top)]]));
  }

  /** Ends the engine as a crash does. */
  async killEngine(): Promise<void> {
    const pid = await this.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Potstill engine')?.pid,
    );
    if (pid === undefined) throw new Error('There is no engine to kill.');
    process.kill(pid, 'SIGKILL');
  }

  summaries(): Promise<RunSummary[]> {
    return this.page.evaluate(async () => {
      const answer = await window.potstill.call['run.list']({});
      if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
      return answer.value;
    });
  }

  record(run: string): Promise<RunRecord> {
    return this.page.evaluate(async (id) => {
      const answer = await window.potstill.call['run.read']({ run: id });
      if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
      return answer.value;
    }, run);
  }

  /** Drags whatever lies at a point of the window. */
  async dragBy(from: Point, by: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 4 });
    await mouse.move(from.x + by.x, from.y + by.y, { steps: 4 });
    await mouse.up();
  }

  /** Drops a file on the window, as from the desktop. */
  dropFile(name: string, bytes: Uint8Array): Promise<void> {
    return this.page.evaluate(
      ([called, content]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.from(content)], called));
        for (const type of ['dragover', 'drop'])
          window.dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true, bubbles: true }));
      },
      [name, [...bytes]] as const,
    );
  }

  /** Over several frames, as a hand moves: what listens to a drag has to see it pass. */
  async #drag(from: Point, to: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + Math.sign(to.x - from.x) * 8, from.y + 4, { steps: 3 });
    await mouse.move(to.x, to.y, { steps: 8 });
    await mouse.move(to.x, to.y);
    await mouse.up();
  }
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on screen`);
  return box;
}

async function middleOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
