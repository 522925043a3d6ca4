import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discreet, Log } from '../../electron/log.ts';
import { temporaryFolders } from '../runtime/temporary-folder.ts';

const folderOf = temporaryFolders();

describe('what is logged', () => {
  it.each([
    ['/people/ada/secret project/a.json', 'a.json'],
    ["ENOENT: no such file, open '/people/ada/work/a.json'", "ENOENT: no such file, open 'a.json'"],
    ['at save (/people/ada/app/out/main.js:12:3)', 'at save (main.js:12:3)'],
    ['at file:///people/ada/app/out/main.js:12:3', 'at main.js:12:3'],
    ['C:\\Users\\ada\\work\\a.json is not there', 'a.json is not there'],
    ['/Volumes/ada/Library/x.json', 'x.json'],
  ])('of %j keeps the last part of the path alone', (text, kept) => {
    const found = discreet(text, '/people/ada');
    expect(found).not.toContain('ada');
    if (!text.includes(' project')) expect(found).toBe(kept);
  });

  it('holds no folder of the person, not even from an error’s stack', () => {
    const folder = folderOf();
    const log = new Log(join(folder, 'logs'));
    log.write(`opened ${join(homedir(), 'Documents', 'a.json')}`, new Error(`lost ${homedir()}/x/y.json`));
    const text = readFileSync(join(folder, 'logs', 'potstill.log'), 'utf8');
    expect(text).toContain('a.json');
    expect(text).toContain('y.json');
    expect(text).not.toContain(homedir());
    expect(text).not.toContain(import.meta.dirname);
  });

  it('cannot move a terminal or forge a line', () => {
    const text = discreet('red \u001b[31m \u0007 bell \u0000 end');
    expect(text).toContain('end');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(text).not.toMatch(/[\u0000-\u0008\u001b]/);
  });

  it('is cut where it is endless', () => {
    expect(discreet('x'.repeat(100_000)).length).toBeLessThanOrEqual(8_000);
  });
});

describe('the log', () => {
  it('is made when there is something to say, each entry with its time', () => {
    const folder = folderOf();
    const log = new Log(join(folder, 'logs'));
    expect(readdirSync(folder)).toEqual([]);
    log.write('one');
    log.write('two', 'why');
    const lines = readFileSync(join(folder, 'logs', 'potstill.log'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z one$/);
    expect(lines[1]).toMatch(/ two: why$/);
  });

  it('never grows beyond two files of about a megabyte', () => {
    const folder = folderOf();
    const log = new Log(folder);
    for (let at = 0; at < 600; at += 1) log.write('x'.repeat(7_900));
    expect(readdirSync(folder).sort()).toEqual(['potstill.log', 'potstill.log.before']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThan(1_010_000);
  });

  it('that cannot be written fails nobody', () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'logs'), 'a file in its place');
    expect(() => new Log(join(folder, 'logs')).write('x', new Error('y'))).not.toThrow();
    expect(existsSync(join(folder, 'logs', 'potstill.log'))).toBe(false);
  });
});
