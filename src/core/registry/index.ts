export { type DependencyExtractor, DependencyGraph, DependencyTargets } from './dependencies.ts';
export { compileDependencyPatterns, type FoundText, genericDependencyPatterns } from './dependency-patterns.ts';
export { createEntry, type Entry, type EntryInput, type EntrySource, sameContent } from './entry.ts';
export {
  compareEntryIds,
  completeEntryId,
  describeEntryId,
  type EntryId,
  type EntryIdParts,
  formatEntryId,
  namespaceOf,
  parseEntryId,
  toEntryId,
} from './entry-id.ts';
export type { EntryListener, EntryRouter, TransactionContext, TransactionParticipant } from './entry-router.ts';
export { EntryState, entryNotFound } from './entry-state.ts';
export type { History } from './history/history.ts';
export { createMemoryHistory, versionNotFound } from './history/memory-history.ts';
export { createNoHistory } from './history/no-history.ts';
export { type EntryChange, observeEntries, type StateChange, StateEvent } from './observation.ts';
export { replay, type ValidatedChanges, validateChanges } from './operations/change-validation.ts';
export {
  buildDelta,
  type ChangeSet,
  createOperation,
  deleteOperation,
  invert,
  type Operation,
  OperationKind,
  squash,
  updateOperation,
} from './operations/operation.ts';
export { sortOperations } from './operations/sort-operations.ts';
export {
  type ApplyOptions,
  type LoadOptions,
  Registry,
  type RegistryOptions,
  type RegistrySnapshot,
} from './registry.ts';
export { registryEventSystem } from './transaction.ts';
export {
  type RejectedChange,
  rootVersion,
  summarize,
  type Version,
  type VersionCause,
  type VersionRecord,
  versionPath,
} from './version.ts';
