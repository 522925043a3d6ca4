import { cpus, loadavg } from 'node:os';

/** @typedef {{ model: string, cores: number }} Machine */

/** @returns {Machine} */
export const thisMachine = () => ({
  model: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: cpus().length,
});

/** @returns {number} processes that want to run, one minute's mean */
export const load = () => loadavg()[0] ?? 0;

/** @param {number} load before a measurement began @param {Machine} machine */
export const isBusy = (load, { cores }) => load > cores / 4;
