/**
 * A number of [0, 1) that three whole numbers decide alone, so that a trial draws the same values whichever trials come
 * before it: the mixing function of SplitMix64 (Steele, Lea and Flood, 2014), on 32-bit words.
 *
 * @param trial and @param place from 0 on
 */
export function drawShare(seed: number, trial: number, place: number): number {
  let state = 0x9e3779b9;
  for (const word of [seed, trial, place]) state = mixed((state ^ word) >>> 0);
  const high = mixed((state + 0x9e3779b9) >>> 0) >>> 5;
  const low = mixed((state + 0x3c6ef372) >>> 0) >>> 6;
  // 53 bits, as many as a number has.
  return (high * 2 ** 26 + low) / 2 ** 53;
}

/** Every bit of the word has a part in every bit of the answer (the finaliser of MurmurHash3). */
function mixed(word: number): number {
  let it = word;
  it = Math.imul(it ^ (it >>> 16), 0x85ebca6b);
  it = Math.imul(it ^ (it >>> 13), 0xc2b2ae35);
  return (it ^ (it >>> 16)) >>> 0;
}
