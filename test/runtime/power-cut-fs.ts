import type { AtomicFile, AtomicFs } from '../../src/runtime/atomic-write.ts';

type Inode = { now: Buffer; flushed: Buffer };
type Names = ReadonlyMap<string, Inode>;

/** How much of what was not flushed the disk happens to hold when the power goes. */
const LUCK = [0, 0.5, 1] as const;

const missing = (path: string): Error => Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });

/**
 * A file system in memory that knows what a power cut takes: content that was not flushed may be lost in part,
 * and changes of names survive in order, but only up to any point since their folder was flushed.
 */
export class PowerCutFs implements AtomicFs {
  #history: Names[];
  /** What every crash so far could have left of the file that is watched. */
  readonly outcomes: (string | undefined)[][] = [];
  readonly #watched: string;
  readonly #syncs: { readonly files: boolean; readonly folders: boolean };

  constructor(watched: string, content: string, syncs = { files: true, folders: true }) {
    const bytes = Buffer.from(content);
    this.#watched = watched;
    this.#syncs = syncs;
    this.#history = [new Map([[watched, { now: bytes, flushed: bytes }]])];
  }

  get #names(): Names {
    return this.#history.at(-1) as Names;
  }

  /** Every content that the watched file may have if the power goes now. */
  afterPowerCut(): (string | undefined)[] {
    return this.#history.flatMap((names) => {
      const inode = names.get(this.#watched);
      if (!inode) return [undefined];
      return LUCK.map((share) => {
        if (inode.now === inode.flushed) return inode.now.toString();
        return inode.now.subarray(0, Math.floor(inode.now.length * share)).toString();
      });
    });
  }

  #step<T>(result: T): Promise<T> {
    this.outcomes.push(this.afterPowerCut());
    return Promise.resolve(result);
  }

  #rename(change: (names: Map<string, Inode>) => void): void {
    const names = new Map(this.#names);
    change(names);
    this.#history.push(names);
  }

  open(path: string, flags: string | number): Promise<AtomicFile> {
    if (flags === 'r') return this.#step(this.#folder());
    const inode: Inode = { now: Buffer.alloc(0), flushed: Buffer.alloc(0) };
    this.#rename((names) => names.set(path, inode));
    return this.#step(this.#file(inode));
  }

  #folder(): AtomicFile {
    return {
      ...this.#file({ now: Buffer.alloc(0), flushed: Buffer.alloc(0) }),
      sync: () => {
        if (this.#syncs.folders) this.#history = [this.#names];
        return this.#step(undefined);
      },
    };
  }

  #file(inode: Inode): AtomicFile {
    return {
      write: (bytes, offset, length) => {
        inode.now = Buffer.concat([inode.now, bytes.subarray(offset, offset + length)]);
        return this.#step({ bytesWritten: length });
      },
      read: (into, offset, length, position) =>
        this.#step({ bytesRead: inode.now.copy(into, offset, position, position + length) }),
      sync: () => {
        if (this.#syncs.files) inode.flushed = inode.now;
        return this.#step(undefined);
      },
      close: () => this.#step(undefined),
    };
  }

  rename(from: string, to: string): Promise<void> {
    const inode = this.#names.get(from);
    if (!inode) return Promise.reject(missing(from));
    this.#rename((names) => names.set(to, inode).delete(from));
    return this.#step(undefined);
  }

  unlink(path: string): Promise<void> {
    this.#rename((names) => names.delete(path));
    return this.#step(undefined);
  }

  realpath(path: string): Promise<string> {
    return this.#names.has(path) ? Promise.resolve(path) : Promise.reject(missing(path));
  }

  stat(path: string): Promise<{ mode: number }> {
    return this.#names.has(path) ? Promise.resolve({ mode: 0o644 }) : Promise.reject(missing(path));
  }
}
