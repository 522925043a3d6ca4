import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentEngine, engineRecipe, readEngine } from '../../scripts/setup/engines.mjs';
import { enginesFolder } from '../../scripts/setup/places.mjs';

const script = fileURLToPath(new URL('../../scripts/engine.mjs', import.meta.url));
const current = await currentEngine();
const prepared = join(enginesFolder(), current?.folder ?? 'none');
const record = await readEngine(prepared);

let home = '';
let tools = '';

beforeEach(() => {
  home = mkdtempSync(join(dirname(enginesFolder()), '.test-engine-'));
  tools = mkdtempSync(join(tmpdir(), 'potstill-path-'));
  symlinkSync(process.execPath, join(tools, 'node'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(tools, { recursive: true, force: true });
});

/** The prepared engine once more: hard links, as it is large; what a test damages is copied. */
function copyEngine(damage: string[] = []): string {
  const place = join(home, 'engines', current?.folder ?? '');
  for (const name of [...Object.keys(record?.files ?? {}), 'engine.json']) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    if (damage.includes(name)) copyFileSync(join(prepared, name), join(place, name));
    else linkSync(join(prepared, name), join(place, name));
  }
  return place;
}

function engine(args: string[], env: NodeJS.ProcessEnv = {}) {
  const result = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, POTSTILL_HOME: home, ...env },
  });
  return { code: result.status, text: result.stdout + result.stderr };
}

describe('which engine there is for a machine', () => {
  test('is known for the proven one and for those written down', () => {
    expect(engineRecipe('cpu', 'linux', 'x64')?.proven).toBe(true);
    expect(engineRecipe('cpu', 'linux', 'arm64')?.proven).toBe(false);
    expect(engineRecipe('cpu', 'darwin', 'arm64')?.libraries[0]).toMatch(/dylib$/);
    expect(engineRecipe('cpu', 'win32', 'x64')).toBeUndefined();
  });

  test('is told with the names that the command knows', () => {
    expect(engine(['tpu'])).toMatchObject({ code: 2, text: expect.stringContaining('no engine named tpu') });
    expect(engine(['list'])).toMatchObject({ code: 0, text: expect.stringContaining('No native engine') });
  });
});

describe.skipIf(!record)('a prepared engine', () => {
  test('is reused without Python, compiler or connection, trains a step and says on what', () => {
    copyEngine();
    const answer = engine(['cpu'], { PATH: tools });
    expect(answer.text).toContain('Training will use: CPU');
    expect(answer.code).toBe(0);
    expect(JSON.parse(readFileSync(join(home, 'engines', 'current.json'), 'utf8'))).toMatchObject({
      kind: 'cpu',
    });
  });

  test('with a cut library is seen as damaged and never chosen', () => {
    const library = Object.keys(record?.files ?? {}).find((name) => name.includes('framework')) ?? '';
    truncateSync(join(copyEngine([library]), library), 1_000_000);
    expect(engine(['list']).text).toContain(`damaged (${library})`);
    const answer = engine(['cpu'], { PATH: tools });
    expect(answer).toMatchObject({ code: 1, text: expect.stringContaining('Python 3 is missing') });
    expect(existsSync(join(home, 'engines', 'current.json'))).toBe(false);
  });

  test('without its binding asks for a compiler by name', () => {
    rmSync(join(copyEngine(), 'lib', 'tfjs_binding.node'));
    const answer = engine(['cpu'], { PATH: tools });
    expect(answer.code).toBe(1);
    expect(answer.text).toContain('A C++ compiler is missing');
    expect(answer.text).toMatch(/What to do: .*(g\+\+|xcode)/);
  });

  test('that was never finished is no engine', () => {
    rmSync(join(copyEngine(), 'engine.json'));
    expect(engine(['list']).text).toContain('No native engine');
  });

  test('is removed on request, and its choice with it', () => {
    const place = copyEngine();
    writeFileSync(
      join(home, 'engines', 'current.json'),
      JSON.stringify({ format: 1, kind: 'cpu', folder: current?.folder }),
    );
    expect(engine(['remove', 'cpu'])).toMatchObject({ code: 0, text: expect.stringContaining('Removed') });
    expect(existsSync(place)).toBe(false);
    expect(existsSync(join(home, 'engines', 'current.json'))).toBe(false);
    expect(existsSync(join(prepared, 'engine.json'))).toBe(true);
  });
});

describe('the CUDA engine', () => {
  test('is refused politely without an NVIDIA driver', () => {
    const answer = engine(['cuda'], { PATH: tools });
    expect(answer.code).toBe(1);
    expect(answer.text).toMatch(
      process.platform === 'linux' ? /No NVIDIA driver/ : /no native TensorFlow engine/,
    );
    expect(existsSync(join(home, 'engines'))).toBe(false);
  });
});
