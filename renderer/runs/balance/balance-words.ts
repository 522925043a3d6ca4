import { type LossBalance, UNEVEN, unevenLoss, weightText } from '../../../src/plan/loss-balance.ts';
import { formatShare } from '../format.ts';

/** Up to so many times as much is about as much: one batch differs from the next by more. */
const ALIKE = 1.5;

/** What the balance of a stage's losses comes to, and what could be done about it. */
export type Reading = { readonly tone: 'plain' | 'warning'; readonly text: string };

/**
 * @param nameOf what a loss is called
 * @param regularizers losses that are small by design; nothing is said of how hard they pull
 */
export function balanceReading(
  all: readonly LossBalance[],
  nameOf: (at: string) => string,
  regularizers: ReadonlySet<string> = new Set(),
): Reading {
  const losses = all.filter((it) => it.gradient === null || !regularizers.has(it.at));
  const broken = losses.find((it) => it.gradient === null);
  if (broken)
    return { tone: 'warning', text: `The gradient of ${nameOf(broken.at)} is not a finite number.` };
  const inOrder = losses.toSorted((one, other) => (other.gradient ?? 0) - (one.gradient ?? 0));
  const [most, least] = [inOrder[0], inOrder.at(-1)];
  if (!most?.gradient || !least) return { tone: 'plain', text: 'No loss moves the network any more.' };
  if (losses.length < 2)
    return {
      tone: 'plain',
      text: `${nameOf(most.at)} leads; what stands beside it only keeps something small.`,
    };
  const uneven = unevenLoss(all, regularizers);
  const told = comparison(most, least, losses.length, nameOf);
  return uneven
    ? { tone: 'warning', text: `${told} ${advice(uneven, nameOf)}` }
    : { tone: 'plain', text: told };
}

function comparison(
  most: LossBalance,
  least: LossBalance,
  count: number,
  nameOf: (at: string) => string,
): string {
  if (!least.gradient) return `${nameOf(least.at)} brings no gradient at all.`;
  const times = (most.gradient ?? 0) / least.gradient;
  if (times < ALIKE)
    return count === 2
      ? 'Both losses pull about as hard as each other.'
      : 'All losses pull about as hard as each other.';
  const told = `The gradient of ${nameOf(most.at)} is ${timesText(times)} times that of ${nameOf(least.at)}`;
  return count === 2 ? `${told}.` : `${told}, which brings the least.`;
}

function advice({ at, share, evenWeight }: LossBalance, nameOf: (at: string) => string): string {
  const told =
    (share ?? 0) > UNEVEN.above
      ? `The other losses are hardly heard beside ${nameOf(at)}`
      : `${nameOf(at)} makes ${formatShare(share ?? 0)} of the whole and is hardly heard`;
  return evenWeight === null
    ? `${told}.`
    : `${told}; a weight of about ${weightText(evenWeight)} would balance it.`;
}

/** `1.6`, `40`, `1,200`: two digits that count. */
const timesText = (times: number): string =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: 2 }).format(times);
