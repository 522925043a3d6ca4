import { defineLoss } from '../define-loss.ts';
import { mapPorts } from '../ports.ts';
import { channelDistillation } from './op.ts';

export const channelDistillationLoss = defineLoss({
  name: 'channel-distillation',
  title: 'Channel means',
  summary: 'Each channel is to answer as strongly as the same channel of the teacher, wherever.',
  source:
    'Zhou et al.: Channel distillation: channel-wise attention for knowledge distillation (2020), arXiv:2006.01683.',
  keywords: ['cd', 'channel', 'pooling', 'mean'],
  help: `The mean of each map over its places is compared, and places themselves are not.

## When to use it
Where it matters which features are there, and not where. Equally many channels are needed, or a projector.

## Formula
L = w · (1/(n·c)) Σ (gˢ − gᵗ)², g [n, c] = (1/(h·w)) Σ f, f [n,h,w,c]`,
  op: channelDistillation,
  inputs: mapPorts('c'),
  weight: {
    value: 1,
    help: 'The loss is multiplied by it. 1 is our choice; means of maps differ from net to net.',
  },
  params: {},
});
