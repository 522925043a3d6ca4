import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, readFile, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/**
 * @typedef {object} Owner
 * @property {number} pid
 * @property {string} host
 * @property {string} began when that process began, so that a reused pid is not taken for it
 * @property {string} key
 */

const LOOK_AGAIN = 300; // milliseconds between two looks at a held lock
const BEAT = 10_000; // milliseconds between two signs of life
const SILENT = 120_000; // a holder on another machine that gave no sign for so long is dead

/** @param {number} pid @returns {string} start of that process in clock ticks; '' where it cannot be told */
function beginning(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name, may hold blanks and brackets: count from behind it.
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} path @returns {Promise<Owner | undefined>} undefined where there is no readable lock */
async function readOwner(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} path @returns {Promise<boolean>} whether nobody holds this lock file any more */
async function isStale(path) {
  const age = await stat(path).then(
    (found) => Date.now() - found.mtimeMs,
    () => undefined,
  );
  if (age === undefined) return false; // gone by now: the next attempt takes it
  const owner = await readOwner(path);
  if (!owner || typeof owner.pid !== 'number') return true; // a lock is linked whole: this is damage
  if (owner.host !== hostname()) return age > SILENT;
  if (!isAlive(owner.pid)) return true;
  return owner.began !== '' && beginning(owner.pid) !== owner.began;
}

/** Links a whole file into place, which fails where one stands. @param {string} path @param {Owner} owner */
async function claim(path, owner) {
  const draft = `${path}.${owner.key}`;
  await writeFile(draft, JSON.stringify(owner));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await unlink(draft);
  }
}

/**
 * Removes a dead owner's lock. Two waiting processes must not both do it, the second would remove the
 * first one's new lock: the removal has a lock of its own.
 *
 * @param {string} path
 * @param {Owner} owner
 */
async function recover(path, owner) {
  const turn = `${path}.recover`;
  if (!(await claim(turn, owner))) {
    if (await isStale(turn)) await rm(turn, { force: true });
    return;
  }
  try {
    if (await isStale(path)) await rm(path, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

/**
 * Does work that only one process at a time may do; others wait for it, also those of another checkout.
 *
 * @template T
 * @param {string} path lock file
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} [onWait] called once where another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  await mkdir(dirname(path), { recursive: true });
  const owner = {
    pid: process.pid,
    host: hostname(),
    began: beginning(process.pid),
    key: `${process.pid}-${randomBytes(6).toString('hex')}`,
  };
  let told = false;
  while (!(await claim(path, owner))) {
    if (await isStale(path)) {
      await recover(path, owner);
      continue;
    }
    if (!told) {
      told = true;
      onWait?.((await readOwner(path))?.pid ?? 0);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
  const beat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), BEAT);
  beat.unref();
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}
