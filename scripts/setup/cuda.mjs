import { runChild } from './child.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * Refuses where no NVIDIA driver answers: the CUDA engine is 3 GB that such a machine cannot use.
 * A run on a GPU is not proven yet.
 */
export async function refuseWithoutDriver() {
  const answer = await runChild('nvidia-smi', ['--query-gpu=name,driver_version', '--format=csv,noheader']);
  if (answer.code === 0 && answer.stdout.trim() !== '') return;
  throw new SetupProblem(
    'No NVIDIA driver answers on this machine (nvidia-smi found no GPU), so the CUDA engine was not fetched.',
    'install NVIDIA’s driver 525 or newer and restart, or use npm run engine -- cpu',
  );
}
