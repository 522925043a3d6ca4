import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/data.mjs', import.meta.url));
let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'potstill-data-command-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function data(args: string[], env: NodeJS.ProcessEnv = {}) {
  const result = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, POTSTILL_HOME: home, ...env },
  });
  return { code: result.status, text: result.stdout + result.stderr };
}
const placeOf = (...path: string[]): string => join(home, 'data', ...path);

describe('npm run data', () => {
  test('lists the sets and says how to bring one, and what a large one costs', () => {
    const { code, text } = data(['list']);
    expect(code).toBe(0);
    expect(text).toMatch(/^mnist +not here; npm run data -- mnist brings it$/m);
    expect(text).toMatch(/^cifar-10 +not here; npm run data -- cifar-10 brings it \(139 MB\)$/m);
  });

  test.each(['imagenet', 'toString'])('knows no set named %s', (set) => {
    for (const args of [[set], ['remove', set]])
      expect(data(args)).toMatchObject({
        code: 2,
        text: expect.stringContaining(`no data set named ${set}`),
      });
  });

  test('brings a set once, anew where a file was cut or a bit of it changed, and removes it', () => {
    expect(data(['mnist'])).toMatchObject({ code: 0, text: expect.stringContaining('prepared in') });
    expect(data(['mnist']).text).toContain('there already, and whole');

    const labels = placeOf('mnist', 't10k-labels-idx1-ubyte');
    const good = readFileSync(labels);
    const changed = Buffer.from(good);
    changed[100] = (changed[100] ?? 0) ^ 1;
    writeFileSync(labels, changed);
    expect(data(['mnist']).text).toContain('prepared in');
    expect(readFileSync(labels)).toEqual(good);

    truncateSync(labels, 50);
    expect(data(['list']).text).toMatch(/^mnist +damaged \(t10k-labels-idx1-ubyte\)/m);

    // A killed set-up leaves a draft, which goes too; the other sets stay.
    mkdirSync(placeOf('mnist.draft-1'));
    mkdirSync(placeOf('cifar-10'));
    expect(data(['remove', 'mnist']).code).toBe(0);
    expect([placeOf('mnist'), placeOf('mnist.draft-1')].filter(existsSync)).toEqual([]);
    expect(existsSync(placeOf('cifar-10'))).toBe(true);
    expect(data(['remove', 'mnist']).text).toContain('Nothing to remove');
  });

  test('says what to do where the registry does not answer, and leaves nothing behind', () => {
    const { code, text } = data(['cifar-10'], {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: join(home, 'npm'),
      npm_config_fetch_retries: '0',
    });
    expect(code).toBe(1);
    expect(text).toContain('The data set CIFAR-10 could not be installed');
    expect(text).toMatch(/What to do: check the connection/);
    expect(readdirSync(placeOf())).toEqual([]);
  });
});
