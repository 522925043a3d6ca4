import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/proc/driver/nvidia/gpus';

/**
 * The names of the NVIDIA cards that the driver tells of, in the order of their places on the bus; none where there is no
 * driver. Linux; never run on a machine with such a card.
 *
 * @param root a folder for each card, with its name in the file `information`
 */
export function nvidiaCards(root = ROOT): string[] {
  try {
    return readdirSync(root)
      .sort()
      .map(
        (card) =>
          /^Model:\s*(.+)$/m.exec(readFileSync(join(root, card, 'information'), 'utf8'))?.[1] ?? 'NVIDIA GPU',
      );
  } catch {
    return [];
  }
}

/**
 * The device as the person is told of it.
 *
 * @param shown `CUDA_VISIBLE_DEVICES` as the engine was started with it
 */
export function deviceName(usesGpu: boolean, cards: readonly string[], shown: string | undefined): string {
  if (!usesGpu) return 'CPU';
  const number = /^\d+$/.test(shown ?? '') ? Number(shown) : null;
  // Of several TensorFlow takes one by itself, and does not say which.
  const names = number === null ? [...new Set(cards)] : cards.slice(number, number + 1);
  return `CUDA: ${names.join(' or ') || 'NVIDIA GPU'}`;
}
