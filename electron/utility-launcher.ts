import { utilityProcess } from 'electron';
import type { EngineProcess, Launcher } from '../src/runtime/link.ts';

/** What would change how the engine's Node starts; a person's shell may carry it for other work. */
const NOT_HANDED_ON = ['NODE_OPTIONS', 'NODE_PATH', 'ELECTRON_RUN_AS_NODE'];

/**
 * Starts engines as Electron utility processes: they live outside of main, end with it, and are no Node that a person
 * could be made to start (the package has that fuse off).
 *
 * @param entry the built engine, `out/engine/main.js`
 */
export function utilityLauncher(entry: string): Launcher {
  return (more = {}): EngineProcess => {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !NOT_HANDED_ON.includes(name)),
    );
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Potstill engine',
      stdio: ['ignore', 'pipe', 'pipe'],
      execArgv: [],
      env: { ...env, ...more },
    });
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onOutput: (listener) => {
        child.stdout?.on('data', listener);
        child.stderr?.on('data', listener);
      },
      onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
      kill: () => {
        // Its own kill asks; what hangs in native code does not hear. Windows knows no asking (not proven).
        if (child.pid === undefined || process.platform === 'win32') child.kill();
        else process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
