/** FNV-1a, 32 bits, over the UTF-16 units of the text; identifiers are ASCII, so this equals the hash of their bytes. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
