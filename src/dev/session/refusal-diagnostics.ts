/** What a running application refused, as findings like those of `wippy validate`. */
import type { Entry } from '../../core/registry/index.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import { type Diagnostic, diagnostic } from '../../project/diagnostics/diagnostic.ts';
import { placeInEntry } from '../../project/entries/locate-entry.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import { ServiceDown } from './service-watch.ts';

export function refusalDiagnostics(error: WippyError, project: LoadedProject): Diagnostic[] {
  const id = error instanceof ServiceDown ? error.service : error.details?.['entry'];
  const entry = project.entries.find((item: Entry) => item.id === id);
  const place = entry === undefined ? {} : placeInEntry(entry, 'name', (file) => project.files.get(file)?.text);
  const hint = error.hint ?? undefined;
  const code = error instanceof ServiceDown ? 'P0902' : 'P0901';
  return [
    diagnostic(code, error.message, {
      ...place,
      ...(entry === undefined ? {} : { entry: entry.id }),
      ...(hint === undefined ? {} : { hint }),
    }),
  ];
}
