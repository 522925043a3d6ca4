import { transformerTrunk } from '../../../src/nodes/network/transformer/trunk.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import type { ModelHeader } from '../../../src/plan/builder.ts';
import { wantedModels } from '../../../src/runtime/cli/wanted-models.ts';
import { definitions } from '../../../src/runtime/compile/compile.ts';

const MINILM = { units: 384, blocks: 6, heads: 12, feedForward: 1536 };
const PIECES = { vocabulary: 4096, padding: 0 };

/** What the file of an imported MiniLM says of its layers, so that a template that names one compiles where it is not at hand. */
export function templateModels(document: Document): Record<string, ModelHeader> {
  const named = wantedModels(document, definitions).filter(({ name }) => /^minilm-\d+\./.test(name));
  return Object.fromEntries(
    named.map(({ sha256, input, classes }) => {
      const { layers, add } = transformerTrunk(
        { ...MINILM, pool: 'mean', languageHead: false, dropout: 0 },
        PIECES,
      );
      add({ kind: 'dense', units: classes, id: 'logits' });
      return [sha256, { sha256, input, classes, layers }];
    }),
  );
}
