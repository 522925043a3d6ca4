/** @param {import('./progress.mjs').Step} _step */
export async function ensurePackages(_step) {}
