import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DType, GraphNode } from './graph.ts';
import { DATA_TYPE, SERVE, savedModelBytes } from './wire.ts';

type Id = number;
type Output = { readonly id: Id; readonly shape: number[]; readonly dtype: number };

/** As much of tfjs-node's native binding as a session needs. */
export type SessionBinding = {
  createTensor(shape: readonly number[], dtype: number, values: Values): Id;
  deleteTensor(id: Id): void;
  tensorDataSync(id: Id): Values;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputs: readonly Id[], names: string, outputs: string): Output[];
};

export type Values = Float32Array | Int32Array | Uint8Array;

/** What a placeholder is given. */
export type Fed = { readonly shape: readonly number[]; readonly dtype: DType; readonly values: Values };

/** A graph that is loaded; its variables live as long as it does. */
export type Session = {
  /** @param feeds by the placeholder's node @param fetches nodes or their outputs, at least one */
  run(feeds: ReadonlyMap<string, Fed>, fetches: readonly string[]): Values[];
  close(): void;
};

/** The binding takes a name's number for its output, and reads one that has none as such. */
const indexed = (ref: string): string => (ref.includes(':') ? ref : `${ref}:0`);

/**
 * Loads a graph. The folder that it goes through is the process's own, made for this alone and gone afterwards: no file
 * of a person is ever loaded this way.
 */
export function openSession(binding: SessionBinding, nodes: readonly GraphNode[]): Session {
  const folder = mkdtempSync(join(tmpdir(), 'potstill-graph-'));
  let id: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelBytes(nodes), { mode: 0o600 });
    id = binding.loadSavedModel(folder, SERVE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run(feeds, fetches) {
      const given: Id[] = [];
      try {
        for (const { shape, dtype, values } of feeds.values())
          given.push(binding.createTensor(shape, DATA_TYPE[dtype], values));
        const outputs = binding.runSavedModel(
          id,
          given,
          [...feeds.keys()].map(indexed).join(),
          fetches.map(indexed).join(),
        );
        try {
          return outputs.map((it) => binding.tensorDataSync(it.id));
        } finally {
          for (const it of outputs) binding.deleteTensor(it.id);
        }
      } finally {
        for (const it of given) binding.deleteTensor(it);
      }
    },
    close: () => binding.deleteSavedModel(id),
  };
}
