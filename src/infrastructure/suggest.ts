/** "Did you mean" for misspelled names. */

/** Edits (insert, delete, replace, swap of neighbours) between two texts, or Infinity if there are more than `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforePrevious[j - 2] + 1);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return Number.POSITIVE_INFINITY;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] <= limit ? previous[b.length] : Number.POSITIVE_INFINITY;
}

/**
 * The candidate closest to a misspelled name (case does not count), or undefined if none is close: at most a third of
 * the name may differ. Ties go to the first in alphabetical order, so that messages do not depend on insertion order.
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().slice(0, 200);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      if (distance === Number.POSITIVE_INFINITY) continue;
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The candidate that differs from a misspelled name by one edit (case counts), if there is exactly one. */
export function onlyCandidate(name: string, candidates: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name || candidate === found || editDistance(name, candidate, 1) > 1) continue;
    if (found !== undefined) return undefined;
    found = candidate;
  }
  return found;
}

/** `Did you mean "x"?` or undefined. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const closest = closestName(name, candidates);
  return closest === undefined ? undefined : `Did you mean "${closest}"?`;
}
