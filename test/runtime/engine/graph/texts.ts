import type { Tokens } from '../../../../src/plan/plan.ts';
import type { Images } from '../../../../src/runtime/engine/data/data-files.ts';
import { streamOf } from '../../../../src/runtime/engine/streams.ts';

/** Texts of any length without a file: of each class half of the tokens are among those that the other class avoids. */
export function texts(labels: Uint8Array, { stored, padding, reserved, vocabulary }: Tokens): Images {
  const draw = streamOf(1, 'texts', labels.length);
  const ids = new Uint16Array(labels.length * stored).fill(padding);
  labels.forEach((label, row) => {
    const length = draw.whole(1, stored);
    for (let at = 0; at < length; at += 1) {
      const any = draw.whole(reserved, vocabulary - 1);
      ids[row * stored + at] = draw.uniform() < 0.5 ? any : reserved + label;
    }
  });
  return { kind: 'tokens', ids };
}
