/** Texts that were found to have no problems, so that whoever loads a source need not look for them a second time. */

/** Texts that are remembered; the oldest are forgotten first. */
const MAX_TEXTS = 10_000;

const sound = new Set<string>();

export function rememberSound(source: string): void {
  if (sound.size >= MAX_TEXTS) sound.delete(sound.values().next().value as string);
  sound.add(source);
}

export function isKnownSound(source: string): boolean {
  return sound.has(source);
}
