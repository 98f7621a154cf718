/** All kinds of the runtime: declared at boot, looked up by name, and the router of the registry. */
import type { AppContext } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type Logger, silentLogger } from '../../infrastructure/logger/index.ts';
import { deepEqual } from '../../infrastructure/plain-data.ts';
import { closestName } from '../../infrastructure/suggest.ts';
import { compileWildcard, type Wildcard } from '../../infrastructure/wildcard.ts';
import type { Entry, EntryListener, EntryRouter, TransactionParticipant } from '../registry/index.ts';
import { type CheckedEntry, checkEntry } from './check-entry.ts';
import type { Claim, FindConfiguration } from './claim.ts';
import type { AnyKind, KindHandler, KindHandlerFactory } from './define-kind.ts';
import type { EntryProblem } from './entry-problem.ts';
import { createKindListener, formatProblem } from './kind-listener.ts';
import { placeholderPaths, resolvePlaceholders, typedValue, type VariableLookup, withValue } from './placeholders.ts';
import { type EntryReference, findReferences } from './references.ts';
import type { ValuePath } from './walk-schema.ts';

/** Declarations and handlers by kind. */
export class KindRegistry implements EntryRouter {
  readonly #exact = new Map<string, AnyKind>();
  readonly #patterns: { wildcard: Wildcard; definition: AnyKind }[] = [];
  readonly #handlers = new Map<AnyKind, KindHandler<unknown>>();
  readonly #listeners = new Map<AnyKind, EntryListener>();
  readonly #checked = new WeakMap<Entry, CheckedEntry>();
  readonly #references = new WeakMap<Entry, readonly EntryReference[]>();
  readonly #logger: Logger;
  #variables: VariableLookup | null = null;

  constructor(options: { logger?: Logger } = {}) {
    this.#logger = options.logger ?? silentLogger;
  }

  /** @throws AlreadyExists if the kind is declared. */
  register(...definitions: AnyKind[]): this {
    for (const definition of definitions) {
      const wildcard = compileWildcard(definition.kind);
      const known = this.#patterns.some((item) => item.definition.kind === definition.kind);
      if (known || this.#exact.has(definition.kind)) {
        throw new WippyError(`kind "${definition.kind}" is already registered`, {
          kind: ErrorKind.AlreadyExists,
          retryable: false,
          details: { kind: definition.kind },
        });
      }
      if (wildcard.exact) this.#exact.set(definition.kind, definition);
      else this.#patterns.push({ wildcard, definition });
    }
    return this;
  }

  /**
   * Attaches the handler of a kind that is declared without one, or replaces the declared factory.
   * @throws NotFound for an unknown kind, AlreadyExists if the kind has a handler.
   */
  attach<C>(kind: string, handler: KindHandler<C>): this {
    const definition = this.require(kind);
    if (this.#handlers.has(definition)) {
      throw new WippyError(`kind "${kind}" already has a handler`, { kind: ErrorKind.AlreadyExists, retryable: false });
    }
    this.#handlers.set(definition, handler as KindHandler<unknown>);
    return this;
  }

  /** Makes the handlers of all kinds that declare a factory and have none attached. */
  activate(context: AppContext): void {
    const made = new Map<KindHandlerFactory<never>, KindHandler<unknown>>();
    for (const definition of this.definitions()) {
      const factory = definition.handler;
      if (factory === undefined || this.#handlers.has(definition)) continue;
      const handler = made.get(factory) ?? (factory(context) as KindHandler<unknown>);
      made.set(factory, handler);
      this.#handlers.set(definition, handler);
    }
  }

  /** The declaration of a kind, by name or else by the first pattern that fits. */
  definition(kind: string): AnyKind | undefined {
    return this.#exact.get(kind) ?? this.#patterns.find((item) => item.wildcard.matches(kind))?.definition;
  }

  /** @throws NotFound with the closest known kind. */
  require(kind: string): AnyKind {
    const definition = this.definition(kind);
    if (definition !== undefined) return definition;
    const closest = closestName(kind, this.kinds());
    throw new WippyError(`unknown kind "${kind}"`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { kind },
      hint: closest === undefined ? undefined : `Did you mean "${closest}"?`,
    });
  }

  /** All declarations, by kind. */
  definitions(): AnyKind[] {
    const all = [...this.#exact.values(), ...this.#patterns.map((item) => item.definition)];
    return all.sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }

  kinds(): string[] {
    return this.definitions().map((definition) => definition.kind);
  }

  /** The entry against its kind's schema; the result is kept per entry. @throws NotFound for an unknown kind. */
  check(entry: Entry): CheckedEntry {
    let checked = this.#checked.get(entry);
    if (checked === undefined) {
      checked = checkEntry(this.require(entry.kind), entry);
      this.#checked.set(entry, checked);
    }
    return checked;
  }

  /** Where entries get the values of their placeholders; without it they keep them as they are. */
  useVariables(lookup: VariableLookup): void {
    this.#variables = lookup;
  }

  /** As `check`, with the values of the placeholders. @throws WippyError NotFound for a variable that is not there. */
  #checkResolved(entry: Entry): CheckedEntry {
    const paths = this.#variables === null ? [] : placeholderPaths(entry);
    if (this.#variables === null || paths.length === 0) return this.check(entry);
    const fromVariable = (path: ValuePath): boolean =>
      paths.some((known) => JSON.stringify(known) === JSON.stringify(path));
    let data = resolvePlaceholders(entry, this.#variables);
    const definition = this.require(entry.kind);
    const first = checkEntry(definition, { ...entry, data });
    // Variables are texts; where the schema wants something else, what looks like it is taken for it.
    for (const { path } of first.problems) {
      if (!fromVariable(path)) continue;
      const text = path.slice(1).reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], data);
      const typed = typeof text === 'string' ? typedValue(text) : undefined;
      if (typed !== undefined) data = withValue(data, path.slice(1), typed);
    }
    const checked = checkEntry(definition, { ...entry, data });
    // The value may be a secret.
    const problems = checked.problems.map((problem) =>
      fromVariable(problem.path) ? { ...problem, message: problem.message.replace(/, got [\s\S]*$/, '') } : problem,
    );
    return { problems, config: checked.config };
  }

  /** The configuration of an entry with the values that its variables have now; undefined where it is not valid. */
  configuration(entry: Entry): unknown {
    try {
      return this.#checkResolved(entry).config;
    } catch {
      return undefined;
    }
  }

  /** What is wrong with an entry; an unknown kind is a problem too. */
  problems(entry: Entry): readonly EntryProblem[] {
    if (this.definition(entry.kind) !== undefined) return this.check(entry).problems;
    const closest = closestName(entry.kind, this.kinds());
    const hint = closest === undefined ? {} : { hint: `Did you mean "${closest}"?` };
    return [{ severity: 'error', path: ['kind'], message: `unknown kind "${entry.kind}"`, ...hint }];
  }

  /** The references that the schema of the entry's kind names, kept per entry; none for an unknown kind. */
  entryReferences(entry: Entry): readonly EntryReference[] {
    let references = this.#references.get(entry);
    if (references === undefined) {
      const definition = this.definition(entry.kind);
      references = definition === undefined ? [] : findReferences(definition, entry);
      this.#references.set(entry, references);
    }
    return references;
  }

  /** What an entry has for itself alone; nothing for an entry that is not valid. */
  claims(entry: Entry, find: FindConfiguration): readonly Claim[] {
    const { claims } = this.definition(entry.kind) ?? {};
    const config = claims === undefined ? undefined : this.check(entry).config;
    return config === undefined ? [] : (claims?.(config as never, find) ?? []);
  }

  /** Whether an entry that follows another one of its id brings no other code. */
  sameCode(next: Entry, previous: Entry): boolean {
    if (next.kind !== previous.kind) return false;
    const { sameCode } = this.definition(next.kind) ?? {};
    return sameCode === undefined ? deepEqual(next.data, previous.data) : sameCode(next, previous);
  }

  /** Whether what runs for the entry goes on running through this update. */
  updatesInPlace(next: Entry, previous: Entry): boolean {
    const definition = this.definition(next.kind);
    if (definition === undefined || next.kind !== previous.kind) return false;
    if (definition.dataOnly === true) return true;
    const handler = this.#handlers.get(definition);
    if (handler === undefined) return false;
    const [after, before] = [this.#checkResolved(next), this.#checkResolved(previous)];
    if (after.config === undefined || before.config === undefined) return false;
    if (handler.update === undefined) return deepEqual(after.config, before.config);
    const pair = [
      { entry: next, config: after.config },
      { entry: previous, config: before.config },
    ] as const;
    return (handler.canUpdateInPlace?.(...pair) ?? true) && !(handler.restarts?.(...pair) ?? false);
  }

  route(kind: string): EntryListener | 'data' | undefined {
    const definition = this.definition(kind);
    if (definition === undefined) return undefined;
    if (definition.dataOnly === true) return 'data';
    let listener = this.#listeners.get(definition);
    if (listener === undefined) {
      listener = this.#createListener(definition, kind);
      this.#listeners.set(definition, listener);
    }
    return listener;
  }

  *participants(): Iterable<TransactionParticipant> {
    for (const handler of new Set(this.#handlers.values())) {
      if (!handler.begin && !handler.commit && !handler.discard) continue;
      const { name = 'handler' } = handler;
      yield {
        name,
        begin: (transaction) => handler.begin?.(transaction),
        commit: (transaction) => handler.commit?.(transaction),
        discard: (transaction) => handler.discard?.(transaction),
      };
    }
  }

  references(entry: Entry): string[] {
    return this.entryReferences(entry).map((reference) => reference.target);
  }

  #createListener(definition: AnyKind, kind: string): EntryListener {
    const handler = this.#handlers.get(definition);
    if (handler === undefined) {
      throw new WippyError(`nothing handles entries of kind "${kind}"`, {
        kind: ErrorKind.InvalidState,
        retryable: false,
        details: { kind },
        hint: 'The component of this kind is not loaded.',
      });
    }
    return createKindListener({
      kind,
      handler,
      check: (entry) => this.#checkResolved(entry),
      onWarning: (entry, problem) => {
        this.#logger.warn(formatProblem(problem), {
          entry: entry.id,
          ...(entry.source ? { file: entry.source.file } : {}),
        });
      },
    });
  }
}
