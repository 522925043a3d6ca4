import { LIMITS } from '../../src/pipeline/document.ts';
import { type Result, refused } from '../../src/pipeline/problem.ts';
import { pipelineIn } from '../picture/embedded.ts';
import { pipelineOfModel } from './model-pipeline.ts';

/** As much of a file as is asked of it here. */
type Dropped = Pick<File, 'name' | 'size' | 'slice' | 'arrayBuffer'>;

/**
 * The text of a pipeline that was dropped on the window: as a file, in a picture of it, or in a model that it trained. Sizes are
 * looked at before anything is read.
 */
export async function droppedText(file: Dropped): Promise<Result<string>> {
  const ofModel = await pipelineOfModel(file);
  if (typeof ofModel === 'string') return { ok: true, value: ofModel };
  if (ofModel === null)
    return refused({
      code: 'document-no-pipeline',
      message: `${file.name} is a model without a pipeline in it.`,
      fix: 'Drop a model that Potstill trained and saved. To use this one, choose it as the file of a Teacher.',
    });
  if (file.size > LIMITS.bytes)
    return refused({
      code: 'document-large',
      message: `${file.name} is too large for a pipeline.`,
      found: `${file.size} bytes`,
      allowed: `at most ${LIMITS.bytes} bytes`,
    });
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes)
    return refused({
      code: 'document-no-file',
      message: `${file.name} is no plain file.`,
      fix: 'Open a file that holds a pipeline.',
    });
  const inPicture = pipelineIn(new Uint8Array(bytes));
  if (typeof inPicture === 'string') return { ok: true, value: inPicture };
  if (inPicture === null)
    return refused({
      code: 'document-no-pipeline',
      message: `${file.name} is a picture without a pipeline in it.`,
      fix: 'Drop a picture that Potstill exported, as it was written: programs that change pictures leave the pipeline out.',
    });
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return refused({
      code: 'document-encoding',
      message: `${file.name} is no text in UTF-8.`,
      fix: 'Open the right file, or have a text editor save it as UTF-8.',
    });
  }
}
