export { type CheckedEntry, checkEntry } from './check-entry.ts';
export { parsable } from './checked-text.ts';
export { type Claim, claimsCollide, type FindConfiguration } from './claim.ts';
export {
  type AnyKind,
  type Configured,
  defineKind,
  type KindConfig,
  type KindDefinition,
  type KindHandler,
  type KindHandlerFactory,
} from './define-kind.ts';
export { durationSchema } from './duration-schema.ts';
export { type EntryProblem, formatPath } from './entry-problem.ts';
export { type EntryRefInfo, type EntryRefOptions, entryRef, entryRefInfo, entryRefs } from './entry-ref.ts';
export { internalKinds } from './internal-kinds.ts';
export { entryFileJsonSchema, type JsonSchema, kindJsonSchema, toJsonSchema } from './json-schema.ts';
export { formatProblem } from './kind-listener.ts';
export { KindRegistry } from './kind-registry.ts';
export { placeholderVariables } from './placeholders.ts';
export { type EntryReference, type EntrySchemas, findReferences } from './references.ts';
export { type SchemaVisitor, type ValuePath, walkSchema } from './walk-schema.ts';
