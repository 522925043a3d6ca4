import { execFile } from 'node:child_process';

/** What a device does at the moment: share 0 … 1 of the time, and bytes taken by whomever. */
export type DeviceUsage = { readonly share: number; readonly memory: number };

const QUERY = ['--query-gpu=utilization.gpu,memory.used', '--format=csv,noheader,nounits'];
const PATIENCE = 2_000;
/** The tool counts memory so. */
const MEBIBYTE = 2 ** 20;

/**
 * Reads the answer of `nvidia-smi`, a line a card: `87, 10240`, percent and MiB. Undefined where the card has no line or
 * its figures are not told (`[N/A]`).
 */
export function parseDeviceUsage(text: string, card: number): DeviceUsage | undefined {
  const line = text.trim().split('\n')[card] ?? '';
  const [, percent, mebibytes] = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(line) ?? [];
  if (percent === undefined || mebibytes === undefined) return undefined;
  return { share: Math.min(1, Number(percent) / 100), memory: Number(mebibytes) * MEBIBYTE };
}

/**
 * Asks the driver's own tool. Written by its manual and never run against a card: where it is missing, refuses or takes
 * longer than two seconds, the promise rejects.
 *
 * @param card the driver's number of it
 */
export function askDevice(card: number, signal: AbortSignal): Promise<DeviceUsage> {
  return new Promise((resolve, reject) => {
    execFile('nvidia-smi', QUERY, { timeout: PATIENCE, signal, windowsHide: true }, (error, stdout) => {
      const usage = error ? undefined : parseDeviceUsage(stdout, card);
      if (usage) resolve(usage);
      else reject(error ?? new Error('The answer of nvidia-smi was not understood.'));
    });
  });
}
