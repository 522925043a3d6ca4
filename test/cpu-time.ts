/**
 * Milliseconds of processor time that some work takes. Unlike the time on the wall it does not grow when other
 * tests run beside it, so that a limit on it means the same on a busy machine.
 */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return since(before);
}

/** The same of work that waits in between. */
export async function cpuTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return since(before);
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
