import { type Group, NOTHING } from '../handler.ts';
import type { Runs } from '../runs.ts';

/**
 * @param reveal shows a folder in the system's file manager
 * @param point shows a file there, chosen among the others of its folder
 */
export const runHandlers = (
  runs: Runs,
  reveal: (folder: string) => Promise<void>,
  point: (file: string) => void,
): Group<'run'> => ({
  'run.start': ({ text, ticket, profile, repeat }) => runs.start(text, ticket, { profile }, repeat),
  'run.sweep': ({ text, ticket, sweep }) => runs.sweep(text, ticket, sweep),
  'run.explain': ({ text, ticket }) => runs.explain(text, ticket),
  'run.pause': ({ run }) => {
    runs.pause(run);
    return NOTHING;
  },
  'run.resume': ({ run }) => {
    runs.resume(run);
    return NOTHING;
  },
  'run.set': ({ run, wish }) => {
    runs.set(run, wish);
    return NOTHING;
  },
  'run.stop': ({ run }) => {
    runs.stop(run);
    return NOTHING;
  },
  'run.continue': async ({ run }) => {
    await runs.continue(run);
    return NOTHING;
  },
  'run.next': ({ run }) => {
    runs.next(run);
    return NOTHING;
  },
  'run.list': () => runs.list(),
  'run.read': ({ run }) => runs.read(run),
  'run.rename': async ({ run, title }) => {
    await runs.rename(run, title);
    return NOTHING;
  },
  'run.facts': ({ runs: wanted }) => runs.facts(wanted),
  'run.tag': async ({ runs: wanted, add, remove }) => {
    await runs.tag(wanted, add, remove);
    return NOTHING;
  },
  'run.remove': async ({ run }) => {
    await runs.remove(run);
    return NOTHING;
  },
  'run.reveal': async ({ run }) => {
    await reveal(await runs.folder(run));
    return NOTHING;
  },
  'run.reveal-trace': async ({ run, stage }) => {
    point(await runs.trace(run, stage));
    return NOTHING;
  },
});
