/**
 * Milliseconds of processor time that some work takes. Unlike the time on the wall it does not grow when other
 * tests run beside it, so that a limit on it means the same on a busy machine.
 */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
