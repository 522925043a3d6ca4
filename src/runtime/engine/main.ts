import type { RunEvent } from '../../plan/events.ts';
import { type StartMessage, serve } from '../link.ts';
import { openRunWriter, type RunWriter } from '../run-writer.ts';
import { createControl } from './control.ts';
import { problemEvent } from './engine-problem.ts';
import { runPlan } from './run.ts';

/*
 * The engine process: one plan, one run, then it waits to be told to go. The same file under Electron's utility
 * process and under Node.
 */

const control = createControl();
let started = false;

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
});

// The system is shutting down or somebody ends the process kindly: the checkpoint comes first.
process.on('SIGTERM', () => {
  if (!started) process.exit(0);
  leaving = true;
  control.stop();
});
let leaving = false;

async function run(message: StartMessage): Promise<void> {
  let writer: RunWriter;
  try {
    writer = openRunWriter(message.folder, (event) => channel.send(event));
  } catch (error) {
    // Without a log there is only the caller to tell.
    const problem = problemEvent(error);
    const unwritten: RunEvent[] = [
      { seq: 0, time: 0, ...problem },
      { seq: 1, time: 0, kind: 'run-ended', how: 'failed', text: problem.message },
    ];
    for (const event of unwritten) channel.send(event);
    return;
  }
  await runPlan(message, control, (event) => writer.write(event));
  writer.close();
  if (leaving) process.exit(0);
}
