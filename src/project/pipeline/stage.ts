/** What a stage of the pipeline is: a function from entries to entries that reports problems as diagnostics. */
import type { Entry } from '../../core/registry/entry.ts';
import type { Config } from '../../infrastructure/config.ts';
import type { ConfigPlaces } from '../config/read-config.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import type { Diagnostic, DiagnosticFields } from '../diagnostics/diagnostic.ts';

export type StageName = 'override' | 'disable' | 'link' | 'bytecode' | 'embedfs';

/** What flags leave out, beside the section `disable` of the configuration. */
export interface Exclusions {
  /** Patterns of namespaces. */
  readonly namespaces?: readonly string[];
  /** Patterns `namespace:name`. */
  readonly entries?: readonly string[];
}

export interface StageContext {
  readonly config: Config;
  /** Where a value of the configuration was written. */
  readonly configPlaces: ConfigPlaces;
  readonly exclude?: Exclusions;
  /** Versions of the modules that were loaded, by name; a directory in place of a module need not say one. */
  readonly modules?: ReadonlyMap<string, string | undefined>;
  /** Whether definition files could not be read, so that entries may be missing for that reason. */
  readonly incomplete?: boolean;
  /** Ids of entries that an earlier stage removed. */
  readonly removed: ReadonlySet<string>;
  /** Whether all requirements must be resolved; without it, unresolved ones are warnings. */
  readonly strictRequirements?: boolean;
  /** The text of a definition file, for places of diagnostics. */
  readonly readText: (file: string) => string | undefined;
  /** Adds a problem; the name of the stage is put before the message. */
  readonly report: (code: DiagnosticCode, message: string, fields?: DiagnosticFields) => void;
}

export interface Stage {
  readonly name: StageName;
  /** Returns the entries after the stage. Entries are never changed in place. */
  readonly run: (entries: readonly Entry[], context: StageContext) => readonly Entry[];
}

export interface PipelineResult {
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
}
