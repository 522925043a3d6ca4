/** Bytes before a header in the safetensors format: its length. */
const LENGTH = 8;
/** Layers and a pipeline need a few megabytes at most. */
const LARGEST_HEADER = 32_000_000;

type ModelFile = Pick<File, 'name' | 'size' | 'slice'>;

/**
 * The pipeline that a saved model came from, out of the header alone: weights are not read.
 *
 * @returns null for a model without one; undefined where the file is no model
 */
export async function pipelineOfModel(file: ModelFile): Promise<string | null | undefined> {
  if (!file.name.toLowerCase().endsWith('.safetensors')) return undefined;
  try {
    const first = await file.slice(0, LENGTH).arrayBuffer();
    const length = Number(new DataView(first).getBigUint64(0, true));
    if (length > Math.min(LARGEST_HEADER, file.size - LENGTH)) return null;
    const header = await file.slice(LENGTH, LENGTH + length).arrayBuffer();
    const told: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    const { pipeline } = (told as { __metadata__?: { pipeline?: unknown } }).__metadata__ ?? {};
    return typeof pipeline === 'string' ? pipeline : null;
  } catch {
    // Cut off, or no header: whatever it is, no pipeline can be had from it.
    return null;
  }
}
