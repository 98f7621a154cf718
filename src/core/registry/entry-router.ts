/** What the registry needs to know about kinds: who handles an entry, and who takes part in transactions. */
import type { Entry } from './entry.ts';
import type { EntryId } from './entry-id.ts';
import type { VersionCause } from './version.ts';

/** One attempt to change the registry, as handlers see it. */
export interface TransactionContext {
  /** `registry.tx/N`, or `boot.tx/N` for the first state. */
  readonly id: string;
  /** `rollback` while the operations of a failed transaction are undone. */
  readonly phase: 'apply' | 'rollback';
  readonly cause: VersionCause;
  /** Aborts when the time limit of the operation is over; a handler must then undo what it has begun. */
  readonly signal: AbortSignal;
  /** An entry as it will be after this transaction (after the rollback, in that phase). */
  lookup(id: EntryId): Entry | undefined;
}

/** Handles the entries of some kinds. A thrown error refuses the operation. */
export interface EntryListener {
  readonly name: string;
  create(entry: Entry, transaction: TransactionContext): void | Promise<void>;
  update(entry: Entry, original: Entry, transaction: TransactionContext): void | Promise<void>;
  delete(entry: Entry, transaction: TransactionContext): void | Promise<void>;
}

/** Hears about the bounds of transactions. An error of `begin` or `commit` refuses the transaction. */
export interface TransactionParticipant {
  readonly name: string;
  begin?(transaction: TransactionContext): void | Promise<void>;
  commit?(transaction: TransactionContext): void | Promise<void>;
  discard?(transaction: TransactionContext): void | Promise<void>;
}

/** Finds listeners by kind. */
export interface EntryRouter {
  /** The listener of a kind, `data` for a kind that is data only, undefined for an unknown kind. */
  route(kind: string): EntryListener | 'data' | undefined;
  /** The known kinds, for suggestions. */
  kinds(): Iterable<string>;
  /** Who takes part in every transaction, in the order of their `begin`. */
  participants(): Iterable<TransactionParticipant>;
  /** Texts by which the entry names others, as its kind's schema says. */
  references(entry: Entry): Iterable<string>;
}
