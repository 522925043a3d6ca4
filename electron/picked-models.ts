import { join } from 'node:path';
import { z } from 'zod';
import type { ModelHeader } from '../src/plan/builder.ts';
import { Sha256 } from '../src/plan/plan.ts';
import { type FoundModels, findModels } from '../src/runtime/find-models.ts';
import { readModelHeader } from '../src/runtime/model-file.ts';
import { StateFile } from './state-file.ts';

/** Where the models that the person picked lie, by content; the one picked last goes last. */
const Places = z.array(z.object({ sha256: Sha256, path: z.string().min(1) }));

const KEPT = 500;

/**
 * Finds the saved models that a document names by content: beside the document, where imported encoders are kept, else
 * where the person picked them once. No other file is looked at, whatever the document says.
 */
export class PickedModels {
  readonly #file: StateFile<typeof Places>;

  readonly #imported: string;

  private constructor(file: StateFile<typeof Places>, imported: string) {
    this.#file = file;
    this.#imported = imported;
  }

  /** @param imported the folder of imported encoders */
  static async open(folder: string, imported: string): Promise<PickedModels> {
    return new PickedModels(await StateFile.open(join(folder, 'models.json'), Places, []), imported);
  }

  /** @throws ProblemError where it is no model of ours or cannot be read */
  async pick(path: string): Promise<ModelHeader> {
    const header = await readModelHeader(path);
    const others = this.#file.value.filter((it) => it.sha256 !== header.sha256);
    await this.#file.set([...others, { sha256: header.sha256, path }].slice(-KEPT));
    return header;
  }

  /** @param folder of the document; undefined where it was never saved */
  async find(
    wanted: readonly { readonly name: string; readonly sha256: string }[],
    folder: string | undefined,
  ): Promise<FoundModels> {
    const beside = await findModels(
      folder === undefined ? [this.#imported] : [folder, this.#imported],
      wanted,
    );
    const headers = { ...beside.headers };
    const paths = { ...beside.paths };
    for (const { sha256 } of wanted) {
      const path = this.#file.value.find((it) => it.sha256 === sha256)?.path;
      if (headers[sha256] || path === undefined) continue;
      // The file may have changed since, or gone; the compiler tells what is missing.
      const header = await readModelHeader(path).catch(() => undefined);
      if (header?.sha256 !== sha256) continue;
      headers[sha256] = header;
      paths[sha256] = path;
    }
    return { headers, paths };
  }
}
