/**
 * Linear centred kernel alignment by minibatches, in float64.
 *
 * K = X Xᵀ of the activations X [n, d] of one minibatch, K̃ the same with zeros on its diagonal, and of the two layers
 *
 * HSIC₁(K, L) = 1/(n(n−3)) · [tr(K̃ L̃) + 1ᵀK̃1 · 1ᵀL̃1 / ((n−1)(n−2)) − 2/(n−2) · 1ᵀK̃ L̃1]
 * CKA(X, Y) = Σ HSIC₁(K, L) / √(Σ HSIC₁(K, K) · Σ HSIC₁(L, L)), sums over minibatches
 *
 * HSIC₁ has no bias from the size of a minibatch, so that layers with more numbers than there are examples do not look alike
 * for that alone. It is the inner product of the kernels once they are centred without their diagonal (`centredKernel`), so
 * that CKA is at most 1, is 1 for a layer and itself, and stays as it is where activations are turned, mirrored, moved, or
 * made larger as a whole. Sources: Kornblith et al. 2019, arXiv:1905.00414; Nguyen, Raghu, Kornblith 2021,
 * arXiv:2010.15327; the centring: Székely, Rizzo 2014.
 */

/** With fewer there is nothing to centre. */
export const LEAST_ROWS = 4;

/**
 * A kernel, centred without its diagonal:
 * Ãᵢⱼ = Kᵢⱼ − rᵢ/(n−2) − rⱼ/(n−2) + s/((n−1)(n−2)) for i ≠ j and 0 else, rᵢ = Σ over j ≠ i of Kᵢⱼ, s = Σ rᵢ.
 *
 * @param kernel K [n, n], symmetric, row by row
 * @param n at least 4
 */
export function centredKernel(kernel: ArrayLike<number>, n: number): Float64Array {
  if (n < LEAST_ROWS)
    throw new RangeError(`${n} examples are too few to be compared; ${LEAST_ROWS} are needed`);
  const sums = new Float64Array(n);
  for (let row = 0; row < n; row += 1)
    for (let at = 0; at < n; at += 1)
      if (at !== row) sums[row] = (sums[row] as number) + (kernel[row * n + at] as number);
  const all = sums.reduce((sum, it) => sum + it, 0) / ((n - 1) * (n - 2));
  const centred = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1)
    for (let at = 0; at < n; at += 1)
      if (at !== row)
        centred[row * n + at] =
          (kernel[row * n + at] as number) - ((sums[row] as number) + (sums[at] as number)) / (n - 2) + all;
  return centred;
}

/** n(n−3) · HSIC₁ of two kernels that are centred. */
export function alignment(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}

/** The centred kernels of one layer, a minibatch each. */
export type LayerKernels = readonly Float64Array[];

/**
 * CKA of every layer of one network with every layer of another, on the same minibatches, all of one size.
 *
 * @returns a row for each of `rows`; null where a layer tells no example from another
 */
export function layerAlignments(
  rows: readonly LayerKernels[],
  columns: readonly LayerKernels[],
): (number | null)[][] {
  const own = (layer: LayerKernels): number => layer.reduce((sum, it) => sum + alignment(it, it), 0);
  const ofColumns = columns.map(own);
  return rows.map((row) => {
    const ofRow = own(row);
    return columns.map((column, at) => {
      const shared = row.reduce((sum, it, batch) => sum + alignment(it, column[batch] as Float64Array), 0);
      const value = shared / Math.sqrt(ofRow * (ofColumns[at] as number));
      return Number.isFinite(value) ? value : null;
    });
  });
}
