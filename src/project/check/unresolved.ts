/** Fields that would hold the value of a requirement, if it had one. That it has none has been reported. */
import type { Entry } from '../../core/registry/index.ts';
import { parseEntryId } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { LoadedProject } from '../load-project.ts';

export class UnresolvedRequirements {
  /** Ids of requirements and dependencies that have been reported. */
  readonly reported: ReadonlySet<string>;
  /** Those of which not even the fields could be read. */
  readonly unreadable: ReadonlySet<string>;
  /** By id of the target: dotted paths from the entry. */
  readonly #targets = new Map<string, string[]>();

  constructor({ diagnostics, entries }: LoadedProject) {
    const problems = diagnostics.filter(({ code }) => code === 'P0503' || code === 'P0504');
    this.reported = new Set(problems.flatMap(({ entry }) => entry ?? []));
    this.unreadable = new Set(problems.flatMap(({ code, entry }) => (code === 'P0504' ? (entry ?? []) : [])));
    for (const entry of entries) if (this.reported.has(entry.id)) this.#addTargets(entry);
  }

  /** Whether a problem at this path of an entry is only that a requirement has no value. */
  explains(entry: Entry, path: readonly (string | number)[]): boolean {
    const written = path.join('.');
    return (
      this.#targets.get(entry.id)?.some((target) => target === written || target.startsWith(`${written}.`)) ?? false
    );
  }

  #addTargets({ id, data }: Entry): void {
    const targets: unknown = isPlainObject(data) ? data['targets'] : undefined;
    if (!Array.isArray(targets)) return;
    for (const target of targets as unknown[]) {
      if (!isPlainObject(target) || typeof target['entry'] !== 'string' || typeof target['path'] !== 'string') continue;
      const { entry, path } = target as { entry: string; path: string };
      const full = entry.includes(':') ? entry : `${parseEntryId(id).namespace}:${entry}`;
      const field = path.replace(/\s*\+=\s*$/, '').replace(/^\s*\.?/, '');
      const rooted = /^(?:data|meta)\./.test(field) ? field : `data.${field}`;
      this.#targets.set(full, [...(this.#targets.get(full) ?? []), rooted]);
    }
  }
}
