/** A word of the command line: what it means as JSON, or itself. */
export function jsonOrText(word: string): unknown {
  try {
    return JSON.parse(word) as unknown;
  } catch {
    return word;
  }
}
