export { type DependencyExtractor, DependencyTargets } from './dependencies.ts';
export { DependencyGraph } from './dependency-graph.ts';
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
export { fingerprintOf } from './fingerprint.ts';
export type {
  CurrentEntries,
  Detachment,
  Difference,
  FileChanges,
  History,
  PruneReport,
  RestoredState,
  SourceSnapshot,
  VersionDraft,
} from './history/history.ts';
export { createMemoryHistory } from './history/memory-history.ts';
export { createNoHistory } from './history/no-history.ts';
export { type HistoryReplacement, replaceable } from './history/replaceable-history.ts';
export { isReferenceFile } from './history/sqlite/errors.ts';
export { createSqliteHistory, type SqliteHistoryOptions } from './history/sqlite/sqlite-history.ts';
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
  stateDelta,
  updateOperation,
} from './operations/operation.ts';
export { sortOperations } from './operations/sort-operations.ts';
export { Registry } from './registry.ts';
export type {
  ApplyOptions,
  LoadOptions,
  LoadReport,
  RegistryOptions,
  RegistrySnapshot,
  RollbackOptions,
} from './registry-options.ts';
export { registryEventSystem } from './transaction.ts';
export {
  type BaselineChange,
  type CauseKind,
  causeKinds,
  type GitState,
  type OperationCounts,
  rootVersion,
  summarize,
  type Version,
  type VersionCause,
  type VersionRecord,
  versionNotFound,
  versionPath,
} from './version.ts';
