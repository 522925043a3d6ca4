import { real } from '../../params.ts';

/** How sharply embeddings are told apart, and what it counts beside other losses. */
export const contrastParams = {
  temperature: real(
    0.07,
    { min: 0.01, max: 10 },
    { title: 'Temperature', help: 'Divides the cosines.', scale: 'log', step: 0.01 },
  ),
  weight: real(
    0.8,
    { min: 1e-6, max: 1e6 },
    { title: 'Weight', help: 'Of the loss; 0.8 in the paper.', step: 0.1 },
  ),
};
