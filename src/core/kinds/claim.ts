/** What an entry has for itself alone: a port, a route, the name of a command. */
import type { ValuePath } from './walk-schema.ts';

export interface Claim {
  readonly resource: 'command' | 'port' | 'route';
  /** Entries whose claims have the same key cannot have what they ask for together. */
  readonly key: string;
  /** The part of the resource that is meant, such as the interface of a port; undefined for all of it. */
  readonly part?: string;
  /** As messages call it: `GET /users/{id}`, `port 8080`. */
  readonly text: string;
  /** The field that makes the claim. */
  readonly path: ValuePath;
  /** False for what is claimed only if somebody starts the entry. */
  readonly certain: boolean;
}

/** The configuration of another entry; undefined where it does not exist or is invalid. */
export type FindConfiguration = (
  id: string,
) => { readonly id: string; readonly kind: string; readonly config: unknown } | undefined;

/** Whether two claims to the same key are about the same thing. */
export function claimsCollide(a: Claim, b: Claim): boolean {
  if (a.resource !== b.resource || a.key !== b.key) return false;
  return a.part === undefined || b.part === undefined || a.part === b.part;
}
