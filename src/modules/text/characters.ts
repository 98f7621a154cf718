/**
 * Texts in which every character is one unit. Differences are found unit by unit; a character beyond the Basic
 * Multilingual Plane, which takes two, must not be torn apart. It is replaced by a unit for private use that no text has.
 */

const PRIVATE_FIRST = 0xe000;
const PRIVATE_LAST = 0xf8ff;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Replaces characters the same way in all texts of one operation, and restores them. */
export class CharacterMap {
  private readonly units = new Map<string, string>();
  private readonly characters = new Map<string, string>();
  private readonly taken: Set<string> | null;
  private next = PRIVATE_FIRST;

  /** `texts` are all texts that will be given to `pack`. */
  constructor(texts: readonly string[]) {
    const hasPairs = texts.some((text) => text.search(PAIR) >= 0);
    this.taken = hasPairs ? new Set(texts.flatMap((text) => text.match(/[\ue000-\uf8ff]/g) ?? [])) : null;
  }

  pack(text: string): string {
    return this.taken === null ? text : text.replace(PAIR, (pair) => this.unitOf(pair));
  }

  private unitOf(pair: string): string {
    let unit = this.units.get(pair);
    if (unit !== undefined) return unit;
    while (this.taken?.has(String.fromCharCode(this.next))) this.next++;
    // Beyond some thousand different characters the rest stay as they are.
    if (this.next > PRIVATE_LAST) return pair;
    unit = String.fromCharCode(this.next++);
    this.units.set(pair, unit);
    this.characters.set(unit, pair);
    return unit;
  }

  unpack(text: string): string {
    if (this.characters.size === 0) return text;
    return text.replace(/[\ue000-\uf8ff]/g, (unit) => this.characters.get(unit) ?? unit);
  }
}
