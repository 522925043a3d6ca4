import type {
  Answer,
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  PushName,
  PushValue,
} from '../../../electron/contract.ts';
import { problem } from '../../../src/pipeline/problem.ts';

type Call = { readonly name: CallName; readonly input: unknown; readonly answer: (given: unknown) => void };

/** A bridge whose other side is the test: it sees every call, answers when it likes, and pushes what it likes. */
export class BridgeByHand {
  readonly #open: Call[] = [];
  readonly #listeners = new Map<PushName, Set<(value: never) => void>>();
  readonly bridge: Bridge;

  constructor() {
    const call = new Proxy({} as Bridge['call'], {
      get: (_, name: CallName) => (input: unknown) =>
        new Promise((answer) => this.#open.push({ name, input, answer })),
    });
    const on = new Proxy({} as Bridge['on'], {
      get: (_, name: PushName) => (listener: (value: never) => void) => {
        const all = this.#listeners.get(name) ?? new Set();
        this.#listeners.set(name, all.add(listener));
        return () => void all.delete(listener);
      },
    });
    this.bridge = { call, on };
  }

  /** Calls that wait for their answer, oldest first. */
  get open(): readonly CallName[] {
    return this.#open.map((it) => it.name);
  }

  /** Answers the oldest open call of that name and lets what waits for it go on; returns what was asked. */
  async answer<N extends CallName>(name: N, value: CallOutput<N>): Promise<CallInput<N>> {
    return this.#close(name, { ok: true, value } satisfies Answer<CallOutput<N>>);
  }

  async refuse<N extends CallName>(name: N, message: string): Promise<CallInput<N>> {
    return this.#close(name, { ok: false, problem: problem({ code: 'internal', message }) });
  }

  push<N extends PushName>(name: N, value: PushValue<N>): void {
    for (const listener of this.#listeners.get(name) ?? [])
      (listener as (value: PushValue<N>) => void)(value);
  }

  listens(name: PushName): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0;
  }

  async #close<N extends CallName>(name: N, given: unknown): Promise<CallInput<N>> {
    const at = this.#open.findIndex((it) => it.name === name);
    const [call] = at < 0 ? [] : this.#open.splice(at, 1);
    if (!call) throw new Error(`Nobody asked for ${name}; open are: ${this.open.join(', ') || 'none'}.`);
    call.answer(given);
    // Every step that follows from the answer is a microtask; a task comes after all of them.
    await new Promise((done) => setImmediate(done));
    return call.input as CallInput<N>;
  }
}
