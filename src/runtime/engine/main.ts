import { ProblemError, problem } from '../../pipeline/problem.ts';
import { type StartMessage, serve } from '../link.ts';
import { openRunWriter, type RunWriter } from '../run-writer.ts';
import { createControl } from './control.ts';
import { runPlan } from './run.ts';

/*
 * The engine process: one plan, one run, then it waits to be told to go. The same file under Electron's utility
 * process and under Node.
 */

const control = createControl();
let started = false;
let leaving = false;

const channel = serve({
  start(message) {
    // One run a process: what a run leaves behind on a device goes with the process.
    if (started) return;
    started = true;
    void run(message);
  },
  pause: () => control.pause(),
  resume: () => control.resume(),
  stop: () => control.stop(),
  set: (wish) => control.set(wish),
});

// The system is shutting down or somebody ends the process kindly: the checkpoint comes first.
process.on('SIGTERM', () => {
  if (!started) process.exit(0);
  leaving = true;
  control.stop();
});

async function run(message: StartMessage): Promise<void> {
  let writer: RunWriter;
  try {
    writer = openRunWriter(message.folder, (event) => channel.send(event));
  } catch (error) {
    // Without a log there is only the caller to tell.
    const message = error instanceof Error ? error.message : String(error);
    channel.fail(error instanceof ProblemError ? error.problem : problem({ code: 'run-log', message }));
    return;
  }
  await runPlan(message, control, (event) => writer.write(event));
  writer.close();
  if (leaving) process.exit(0);
}
