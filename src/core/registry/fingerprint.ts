/** Fingerprints of sets: equal for equal sets, whatever the order, and quick to change with one member. */
import { type ContentHash, hashEntry } from './entry-encoding.ts';
import type { EntryState } from './entry-state.ts';

const modulus = 1n << 256n;

/** The sum of the members' hashes, modulo 2^256, as 64 hexadecimal digits. */
export type Fingerprint = string;

export const emptyFingerprint: Fingerprint = '0'.repeat(64);

/** A fingerprint that members are added to and taken from. */
export class FingerprintSum {
  #sum: bigint;

  constructor(from: Fingerprint = emptyFingerprint) {
    this.#sum = BigInt(`0x${from}`);
  }

  /** @throws SyntaxError for what is no hash. */
  add(hash: ContentHash): this {
    this.#sum += BigInt(`0x${hash}`);
    return this;
  }

  remove(hash: ContentHash): this {
    this.#sum -= BigInt(`0x${hash}`);
    return this;
  }

  value(): Fingerprint {
    const sum = ((this.#sum % modulus) + modulus) % modulus;
    return sum.toString(16).padStart(64, '0');
  }
}

/** The fingerprint of a set of entries; sources do not count. */
export function fingerprintOf(state: EntryState): Fingerprint {
  const sum = new FingerprintSum();
  for (const entry of state.entries()) sum.add(hashEntry(entry));
  return sum.value();
}
