import { fork } from 'node:child_process';
import type { EngineProcess, Launcher } from './link.ts';

/**
 * Starts engines as children of this Node process, with a channel and no terminal.
 *
 * @param entry the built engine, `out/engine/main.js`
 */
export function nodeLauncher(entry: string, env: NodeJS.ProcessEnv = process.env): Launcher {
  return (more = {}): EngineProcess => {
    // Options of this process (a debugger's port, a loader) are not the engine's.
    const child = fork(entry, [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...env, ...more },
      execArgv: [],
    });
    let ended: ((code: number | null, signal: string | null) => void) | undefined;
    const end = (code: number | null, signal: string | null): void => {
      ended?.(code, signal);
      ended = undefined;
    };
    child.once('error', () => end(null, null));
    // `close` and not `exit`: by then everything that it said has been read.
    child.once('close', end);
    return {
      pid: child.pid,
      post: (message) => {
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage: (listener) => void child.on('message', listener),
      onOutput: (listener) => {
        child.stdout?.on('data', listener);
        child.stderr?.on('data', listener);
      },
      onExit: (listener) => {
        ended = listener;
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
