/** Which versions may be forgotten. */

export interface KeptVersion {
  readonly id: number;
  readonly parent: number | null;
}

/**
 * The versions to delete so that the newest `keep` remain. The head remains, and so does every version on the way from a
 * remaining one to the head, because entries at a version are computed along that way.
 * @param versions ascending by id, without the root.
 */
export function versionsToDelete(versions: readonly KeptVersion[], head: number, keep: number): number[] {
  const parents = new Map(versions.map(({ id, parent }) => [id, parent]));
  const headLine = new Set<number>();
  for (let id: number | null | undefined = head; typeof id === 'number' && !headLine.has(id); id = parents.get(id)) {
    headLine.add(id);
  }
  const kept = new Set<number>([head]);
  const newest = keep > 0 ? versions.slice(-keep) : [];
  let oldest = head;
  for (const version of newest) {
    let id: number | null | undefined = version.id;
    for (; typeof id === 'number' && !headLine.has(id) && !kept.has(id); id = parents.get(id)) kept.add(id);
    // Where the way meets the line of the head, the line is needed up to the head.
    if (typeof id === 'number' && headLine.has(id)) oldest = Math.min(oldest, id);
  }
  for (const id of headLine) if (id >= oldest) kept.add(id);
  return versions.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
}
