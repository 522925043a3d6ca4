import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/pipeline/problem.ts';
import { type AtomicFs, atomicWrite } from '../../src/runtime/atomic-write.ts';
import { faultyFs } from './faulty-fs.ts';
import { PowerCutFs } from './power-cut-fs.ts';
import { temporaryFolders } from './temporary-folder.ts';

const OLD = 'old content';
const NEW = 'new content, a little longer than the old one';
const folderOf = temporaryFolders();

const problemOf = (promise: Promise<unknown>): Promise<ProblemError> =>
  promise.then(
    () => {
      throw new Error('It was expected to fail.');
    },
    (error: unknown) => {
      if (error instanceof ProblemError) return error;
      throw error;
    },
  );

describe('a save', () => {
  it('puts the new bytes in place and tells their hash', async () => {
    const path = join(folderOf(), 'a.json');
    const { bytes, sha256 } = await atomicWrite(path, 'ä');
    expect(readFileSync(path, 'utf8')).toBe('ä');
    expect(bytes).toBe(2);
    expect(sha256).toBe(createHash('sha256').update('ä').digest('hex'));
  });

  it('keeps the access rights of the file that it replaces', async () => {
    const path = join(folderOf(), 'a.json');
    writeFileSync(path, OLD);
    chmodSync(path, 0o600);
    await atomicWrite(path, NEW);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('follows a link to the file that it names', async () => {
    const folder = folderOf();
    writeFileSync(join(folder, 'real.json'), OLD);
    symlinkSync('real.json', join(folder, 'link.json'));
    await atomicWrite(join(folder, 'link.json'), NEW);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe(NEW);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'real.json']);
  });
});

describe('whichever operation fails', () => {
  for (const onwards of [false, true])
    for (const code of ['ENOSPC', 'EIO', 'EACCES'])
      it(`${code}${onwards ? ', and all that follow' : ''}: the old or the new file stands there whole`, async () => {
        let saved = false;
        let tried = 0;
        for (let nth = 1; !saved; nth += 1) {
          tried = nth;
          const folder = folderOf();
          const path = join(folder, 'pipeline.json');
          writeFileSync(path, OLD);
          const { fs, count } = faultyFs(nth, code, onwards);
          const outcome = await atomicWrite(path, NEW, { fs }).catch((error: unknown) => error);
          const content = readFileSync(path, 'utf8');
          expect([OLD, NEW]).toContain(content);
          if (count() < nth) {
            saved = true;
            expect(outcome).not.toBeInstanceOf(Error);
            expect(content).toBe(NEW);
          } else {
            expect(outcome, `operation ${nth} failed and the save said that it was done`).toBeInstanceOf(
              ProblemError,
            );
            expect((outcome as ProblemError).problem.message).toContain('pipeline.json');
            expect((outcome as ProblemError).message).not.toContain(folder);
          }
          // Where one operation alone fails, nothing is left lying about.
          if (!onwards && content === OLD) expect(readdirSync(folder)).toEqual(['pipeline.json']);
        }
        expect(tried).toBeGreaterThan(12);
      });

  it('a first save leaves no half file behind', async () => {
    for (let nth = 1, saved = false; !saved; nth += 1) {
      const path = join(folderOf(), 'new.json');
      const { fs, count } = faultyFs(nth, 'ENOSPC', true);
      await atomicWrite(path, NEW, { fs }).catch(() => undefined);
      saved = count() < nth;
      if (existsSync(path)) expect(readFileSync(path, 'utf8')).toBe(NEW);
    }
  });
});

describe('when the power goes', () => {
  const save = async (syncs: { files: boolean; folders: boolean }) => {
    const fs = new PowerCutFs('/d/a.json', OLD, syncs);
    await atomicWrite('/d/a.json', NEW, { fs, platform: 'linux' });
    const during = new Set(fs.outcomes.flat());
    return { during: [...during], after: [...new Set(fs.afterPowerCut())] };
  };

  it('at any moment, the old or the new file is there; once saved, the new one', async () => {
    const { during, after } = await save({ files: true, folders: true });
    expect(during.toSorted()).toEqual([NEW, OLD]);
    expect(after).toEqual([NEW]);
  });

  it('a save that did not flush the file would be caught here', async () => {
    const { during } = await save({ files: false, folders: true });
    expect(during).toContain('');
  });

  it('a save that did not flush the folder would be caught here', async () => {
    const { after } = await save({ files: true, folders: false });
    expect(after).toContain(OLD);
  });
});

describe('a disk that lies', () => {
  it('is found out before the old file is given up', async () => {
    const path = join(folderOf(), 'a.json');
    writeFileSync(path, OLD);
    const { fs } = faultyFs(Number.POSITIVE_INFINITY, '', false);
    const lying: AtomicFs = {
      ...fs,
      open: async (at, flags, mode) => {
        const file = await fs.open(at, flags, mode);
        return {
          write: (bytes, offset, length) => {
            const turned = Uint8Array.from(bytes.subarray(offset, offset + length));
            turned[0] = (turned[0] ?? 0) ^ 1;
            return file.write(turned, 0, length);
          },
          read: (into, offset, length, position) => file.read(into, offset, length, position),
          sync: () => file.sync(),
          close: () => file.close(),
        };
      },
    };
    const { problem } = await problemOf(atomicWrite(path, NEW, { fs: lying }));
    expect(problem.code).toBe('disk-broken');
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });
});

describe('a rename that another program blocks', () => {
  const blocked = (times: number, code: string) => {
    const { fs } = faultyFs(Number.POSITIVE_INFINITY, '', false);
    let tries = 0;
    let waited = 0;
    const options = {
      platform: 'win32',
      wait: (milliseconds: number) => {
        waited += milliseconds;
        return Promise.resolve();
      },
      fs: {
        ...fs,
        rename: (from: string, to: string) => {
          tries += 1;
          return tries > times ? rename(from, to) : Promise.reject(Object.assign(new Error(code), { code }));
        },
      },
    } as const;
    return { options, tries: () => tries, waited: () => waited };
  };

  for (const code of ['EPERM', 'EBUSY', 'EACCES'])
    it(`${code}: is tried again on Windows, for a minute at the most`, async () => {
      const path = join(folderOf(), 'a.json');
      writeFileSync(path, OLD);
      const some = blocked(8, code);
      await atomicWrite(path, NEW, some.options);
      expect(readFileSync(path, 'utf8')).toBe(NEW);
      expect(some.tries()).toBe(9);

      const forever = blocked(Number.POSITIVE_INFINITY, code);
      await problemOf(atomicWrite(path, OLD, forever.options));
      expect(readFileSync(path, 'utf8')).toBe(NEW);
      expect(forever.waited()).toBeGreaterThan(55_000);
      expect(forever.waited()).toBeLessThan(65_000);
    });

  it('is told at once elsewhere', async () => {
    const path = join(folderOf(), 'a.json');
    const { options, tries } = blocked(8, 'EPERM');
    await problemOf(atomicWrite(path, NEW, { ...options, platform: 'linux' }));
    expect(tries()).toBe(1);
  });
});

describe('what a person is told', () => {
  it('where the folder is missing', async () => {
    const { problem } = await problemOf(atomicWrite(join(folderOf(), 'gone', 'a.json'), NEW));
    expect(problem).toMatchObject({ code: 'file-missing', found: 'ENOENT' });
    expect(problem.fix).toBeTruthy();
  });

  it('where a folder stands in the place of the file', async () => {
    const folder = folderOf();
    const { problem } = await problemOf(atomicWrite(folder, NEW));
    expect(problem.code).toBe('file-is-folder');
  });
});
