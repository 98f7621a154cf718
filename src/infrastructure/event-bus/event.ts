/** What travels on the event bus. */

/** An event: who says it (system), what happened (kind), to what (path), and a value. */
export interface Event {
  readonly system: string;
  readonly kind: string;
  readonly path: string;
  readonly data?: unknown;
}

/** Which events a subscriber wants; a missing pattern takes all. Patterns as in wildcard.ts. */
export interface EventPattern {
  readonly system?: string;
  readonly kind?: string;
}
