import type { Aim } from './flow/aim.ts';

/** What the canvas of each document was held on when another one was shown. */
const aims = new Map<string, Aim>();

export const keptAim = (document: string): Aim | undefined => aims.get(document);

export function keepAim(document: string, aim: Aim): void {
  aims.set(document, aim);
}
