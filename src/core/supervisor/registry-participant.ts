/** The supervisor as a follower of the registry's transactions. */
import type { Registry, TransactionParticipant } from '../registry/index.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * A participant that lets the supervisor act on a transaction as a whole. It acts after the transaction has ended and the
 * registry shows its result, because the order of services follows from the references of the entries; the registry does
 * not wait for services.
 */
export function supervisorParticipant(supervisor: Supervisor, registry: Registry): TransactionParticipant {
  return {
    name: 'supervisor',
    begin: () => supervisor.begin(),
    commit() {
      void registry.idle().then(() => supervisor.commit());
    },
    discard() {
      void registry.idle().then(() => supervisor.discard());
    },
  };
}
