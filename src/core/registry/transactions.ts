/** The transactions of one registry: numbered, with its participants, and undone when their result cannot be kept. */
import type { TransactionParticipant } from './entry-router.ts';
import { invert, type Operation } from './operations/operation.ts';
import { requireKnownKinds } from './operations/require-known-kinds.ts';
import { Transaction, type TransactionEnvironment, type TransactionRequest } from './transaction.ts';

export interface TransactionsOptions extends Omit<TransactionEnvironment, 'participants'> {
  readonly sort: (operations: readonly Operation[]) => Operation[];
}

export class Transactions {
  readonly #options: TransactionsOptions;
  readonly #participants: TransactionParticipant[] = [];
  #count = 0;

  constructor(options: TransactionsOptions) {
    this.#options = options;
  }

  /** Adds a participant to all later transactions, after those of the kinds. */
  addParticipant(participant: TransactionParticipant): void {
    this.#participants.push(participant);
  }

  /**
   * Runs a transaction, then `save`; where that fails, another one undoes the first.
   * @throws the reason of the refusal, or of `save`; Invalid for unknown kinds.
   */
  async run(request: Omit<TransactionRequest, 'id'>, save: () => Promise<void>): Promise<void> {
    const { operations, before, after } = request;
    requireKnownKinds(operations, this.#options.router);
    await this.#transaction(request).run();
    try {
      await save();
    } catch (error) {
      const inverse = this.#options.sort(invert(operations));
      await this.#transaction({ operations: inverse, before: after, after: before, cause: { kind: 'rollback' } }).run();
      throw error;
    }
  }

  #transaction(request: Omit<TransactionRequest, 'id'>): Transaction {
    const { sort: _sort, ...environment } = this.#options;
    const prefix = request.cause.kind === 'boot' ? 'boot' : 'registry';
    const participants = [...environment.router.participants(), ...this.#participants];
    return new Transaction({ ...environment, participants }, { ...request, id: `${prefix}.tx/${++this.#count}` });
  }
}
