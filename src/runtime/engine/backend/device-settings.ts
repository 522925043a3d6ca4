import type { Plan } from '../../../plan/plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Wish = Pick<Plan['engine'], 'device' | 'tf32'>;

/** Which GPU a plan names, counted from 0; null for none in particular. */
export const gpuOf = ({ device }: Pick<Wish, 'device'>): number | null =>
  device.startsWith('gpu-') ? Number(device.slice('gpu-'.length)) : null;

/**
 * What TensorFlow and CUDA's libraries are told by the environment: they read it while they are loaded, and take it from
 * nowhere else. An engine process does one run, so that this changes nothing for another.
 *
 * What the person has set stands, and `gpu-1` is then the second of the GPUs that it shows. Written by the manuals of
 * TensorFlow and NVIDIA; never run against a card.
 */
export function deviceSettings(
  wish: Wish,
  { CUDA_VISIBLE_DEVICES: shown, ...given }: Environment,
): Record<string, string> {
  const gpu = gpuOf(wish);
  const settings: Record<string, string> = {
    // All of the card's memory at once is what TensorFlow takes by itself.
    TF_FORCE_GPU_ALLOW_GROWTH: given.TF_FORCE_GPU_ALLOW_GROWTH ?? 'true',
    // As the driver's own tool counts cards. CUDA would begin with the fastest.
    CUDA_DEVICE_ORDER: given.CUDA_DEVICE_ORDER ?? 'PCI_BUS_ID',
  };
  if (wish.device === 'cpu') settings.CUDA_VISIBLE_DEVICES = '-1';
  if (gpu !== null)
    settings.CUDA_VISIBLE_DEVICES = shown === undefined ? `${gpu}` : (listed(shown)[gpu] ?? '-1');
  if (!wish.tf32) settings.NVIDIA_TF32_OVERRIDE = '0';
  return settings;
}

const listed = (shown: string): string[] =>
  shown
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');
