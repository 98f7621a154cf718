/** A kind is declared once: its schema, what it is, and who handles it. */
import type { z } from 'zod';
import type { AppContext } from '../../infrastructure/app-context.ts';
import type { PlainObject } from '../../infrastructure/plain-data.ts';
import type { Entry, TransactionContext } from '../registry/index.ts';
import type { Claim, FindConfiguration } from './claim.ts';
import type { EntryProblem } from './entry-problem.ts';

/** The configuration of an entry: its parsed data, with the parsed `meta` if the kind has a schema for that. */
export type KindConfig<S extends z.ZodType, M extends z.ZodType | undefined = undefined> = M extends z.ZodType
  ? z.output<S> & { meta: z.output<M> }
  : z.output<S>;

/** An entry with its configuration. */
export interface Configured<C> {
  readonly entry: Entry;
  readonly config: C;
}

/**
 * Turns entries of a kind into running things. A thrown error refuses the operation; kind NotFound makes the registry try
 * again after the other operations. When a transaction fails, what was accepted is undone by the opposite calls with
 * `transaction.phase` = `rollback`. One handler object may serve several kinds.
 */
export interface KindHandler<C> {
  /** For messages; default: the kind. */
  readonly name?: string;
  add(entry: Entry, config: C, transaction: TransactionContext): void | Promise<void>;
  remove(entry: Entry, config: C, transaction: TransactionContext): void | Promise<void>;
  /** Without it, an update of the configuration is a removal followed by an addition; one of `meta` alone is nothing. */
  update?(next: Configured<C>, previous: Configured<C>, transaction: TransactionContext): void | Promise<void>;
  /** False if this update needs the removal and addition; default: `update` handles every one. */
  canUpdateInPlace?(next: Configured<C>, previous: Configured<C>): boolean;
  /** True if `update` starts the service of the entry again; default: it goes on running. */
  restarts?(next: Configured<C>, previous: Configured<C>): boolean;
  begin?(transaction: TransactionContext): void | Promise<void>;
  commit?(transaction: TransactionContext): void | Promise<void>;
  discard?(transaction: TransactionContext): void | Promise<void>;
}

/** Makes the handler once the components are loaded. Kinds that share a factory share its handler. */
export type KindHandlerFactory<C> = (context: AppContext) => KindHandler<C>;

export interface KindDefinition<
  S extends z.ZodType = z.ZodType,
  M extends z.ZodType | undefined = z.ZodType | undefined,
> {
  /** The name, or a pattern such as `queue.driver.*` for kinds that are not declared by name. */
  readonly kind: string;
  /** One sentence for the documentation and for editors. */
  readonly description: string;
  /** Of the entry's data. */
  readonly schema: S;
  /** Of the entry's meta; unknown keys of meta are always allowed, so make it a loose object. */
  readonly meta?: M;
  /** Fields that authors write here although they have no effect, with what to do instead. */
  readonly strayFields?: Readonly<Record<string, string>>;
  /** What the schema cannot tell of the data as it is written: fields without effect. */
  readonly check?: (data: PlainObject) => readonly EntryProblem[];
  /** True for entries that others read and nothing handles. */
  readonly dataOnly?: boolean;
  /**
   * What becomes of a thing of this kind while it runs when code that it takes in (see entryRef) changes: `swap` where it
   * uses the new code by itself from then on, `restart` where its service has to be started again.
   */
  readonly onCodeChange?: 'swap' | 'restart';
  /** Whether two entries of this kind have the same code; default: whether their data is the same. */
  readonly sameCode?: (next: Entry, previous: Entry) => boolean;
  /** What only one entry can have, as far as the configurations tell. */
  readonly claims?: (config: KindConfig<S, M>, find: FindConfiguration) => readonly Claim[];
  /** Missing for kinds whose component attaches the handler itself: see KindRegistry.attach. */
  readonly handler?: KindHandlerFactory<KindConfig<S, M>>;
}

/** A kind of any configuration, as the registry of kinds keeps it. */
export type AnyKind = Omit<KindDefinition, 'claims' | 'handler'> & {
  readonly claims?: (config: never, find: FindConfiguration) => readonly Claim[];
  readonly handler?: KindHandlerFactory<never>;
};

/** A kind as it is written: schemas take long to make, so they can be given as functions, which are called on first use. */
export type KindDeclaration<S extends z.ZodType, M extends z.ZodType | undefined> = Omit<
  KindDefinition<S, M>,
  'schema' | 'meta'
> & {
  readonly schema: S | (() => S);
  readonly meta?: M | (() => M);
};

/** Declares a kind; gives the configuration its type. */
export function defineKind<S extends z.ZodType, M extends z.ZodType | undefined = undefined>(
  declaration: KindDeclaration<S, M>,
): KindDefinition<S, M> {
  const { schema, meta, ...rest } = declaration;
  let madeSchema: S | undefined;
  let madeMeta: M | undefined;
  const definition = {
    ...rest,
    get schema(): S {
      madeSchema ??= typeof schema === 'function' ? schema() : schema;
      return madeSchema;
    },
    get meta(): M | undefined {
      madeMeta ??= typeof meta === 'function' ? meta() : meta;
      return madeMeta;
    },
  };
  return Object.freeze(definition) as KindDefinition<S, M>;
}
