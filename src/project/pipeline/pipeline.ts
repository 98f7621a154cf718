/** The pipeline from loaded entries to the entries of the registry. */
import type { Entry } from '../../core/registry/entry.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { disable } from './disable.ts';
import { link } from './link.ts';
import { override } from './override.ts';
import type { PipelineResult, Stage, StageContext } from './stage.ts';

/**
 * The stages in their order. Override runs again after link, so that the user has the last word over modules. A pack
 * adds `bytecode` and `embedfs`, see pack-stages.ts.
 */
export const STAGES: readonly Stage[] = [override, disable, link, override];

/** For a pack of this runtime: it is linked already, and linking again would undo the overrides that it was made with. */
export const LINKED_STAGES: readonly Stage[] = [override, disable, override];

export interface PipelineOptions
  extends Partial<Omit<StageContext, 'config' | 'removed' | 'report'>>,
    Pick<StageContext, 'config'> {
  readonly stages?: readonly Stage[];
  /** Whether the stages after one with errors run all the same, to find further problems. */
  readonly goOn?: boolean | undefined;
}

/** Runs the stages. Every problem is a diagnostic that names its stage; a stage with errors ends the run. */
export function runPipeline(entries: readonly Entry[], options: PipelineOptions): PipelineResult {
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  const removed = new Set<string>();
  let current = entries;
  for (const stage of options.stages ?? STAGES) {
    let failed = false;
    const before = current;
    current = stage.run(before, {
      ...options,
      configPlaces: options.configPlaces ?? (() => ({})),
      readText: options.readText ?? (() => undefined),
      removed,
      report(code, message, fields) {
        const item = diagnostic(code, `stage '${stage.name}': ${message}`, fields);
        failed ||= item.severity === 'error';
        // A stage that runs twice would say the same twice.
        if (reported.has(item.message)) return;
        reported.add(item.message);
        diagnostics.push(item);
      },
    });
    if (failed && options.goOn !== true) break;
    if (current.length < before.length) {
      const kept = new Set(current.map((entry) => entry.id));
      for (const entry of before) if (!kept.has(entry.id)) removed.add(entry.id);
    }
  }
  return { entries: current, diagnostics };
}
