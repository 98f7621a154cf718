/**
 * Entries that are not there because of a problem that has been reported: those of a broken file, or of a module that is
 * not installed. Nobody wants to read that what refers to them refers to nothing.
 */
import { namespaceOf } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { LoadedProject } from '../load-project.ts';

/** A file of which no entry could be read. */
interface BrokenFile {
  /** Undefined where it cannot be known. */
  readonly namespace: string | undefined;
  readonly text: string;
}

export class LostEntries {
  readonly #files: readonly BrokenFile[];
  readonly #ids: ReadonlySet<string>;
  /** Modules of the lock file that are not installed. */
  readonly #modules: ReadonlySet<string>;
  readonly #disabled: ReadonlySet<string>;
  readonly #dependencies: readonly { readonly id: string; readonly module: string }[];
  /** Namespaces of which something was read. */
  readonly #namespaces: ReadonlySet<string>;

  constructor(project: LoadedProject) {
    this.#files = brokenFiles(project);
    this.#ids = new Set([...project.files.values()].flatMap((file) => file.lost));
    this.#modules = new Set(
      project.paths.flatMap(({ kind, module }) => (kind === 'directory' || module === undefined ? [] : [module])),
    );
    this.#dependencies = missingDependencies(project);
    const kept = new Set(project.entries.map((entry) => entry.id));
    const read = [...project.files.values()].flatMap((file) => file.entries);
    this.#namespaces = new Set(read.map((entry) => namespaceOf(entry.id)));
    this.#disabled = new Set(read.map((entry) => entry.id).filter((id) => !kept.has(id)));
  }

  /** Whether an entry may be defined in what could not be read. */
  has(id: string): boolean {
    if (this.#ids.has(id)) return true;
    const colon = id.indexOf(':');
    const [namespace, name] = [id.slice(0, colon), id.slice(colon + 1)];
    if (this.#modules.size > 0 && !this.#namespaces.has(namespace)) return true;
    return this.#files.some((file) => {
      if (file.namespace !== undefined && file.namespace !== namespace) return false;
      return file.text === '' || mentions(file.text, name);
    });
  }

  /** Whether an entry was read and left out by the configuration. */
  isDisabled(id: string): boolean {
    return this.#disabled.has(id);
  }

  /**
   * Ids of `ns.dependency` entries that would bring an entry in if their modules were installed. A module chooses its
   * namespaces itself: where nothing else defines the namespace, it is taken for that of such a module.
   */
  dependenciesOf(id: string): readonly string[] {
    const namespace = id.slice(0, id.indexOf(':'));
    const exact = this.#dependencies.filter(({ module }) => isWithin(namespace, module));
    if (exact.length > 0) return exact.map((dependency) => dependency.id);
    return this.#namespaces.has(namespace) ? [] : this.#dependencies.map((dependency) => dependency.id);
  }
}

/** Dependencies on modules that are not installed, which has been reported. */
function missingDependencies({ diagnostics, entries }: LoadedProject) {
  const reported = new Set(diagnostics.flatMap(({ code, entry }) => (code === 'P0507' ? (entry ?? []) : [])));
  return entries.flatMap(({ id, data }) => {
    const component = reported.has(id) && isPlainObject(data) ? data['component'] : undefined;
    return typeof component === 'string' ? [{ id, module: component.replace('/', '.') }] : [];
  });
}

function isWithin(namespace: string, module: string): boolean {
  return namespace === module || namespace.startsWith(`${module}.`);
}

function brokenFiles({ files, diagnostics }: LoadedProject): BrokenFile[] {
  const found: BrokenFile[] = [];
  for (const { path, text, entries, isDefinition } of files.values()) {
    if (entries.length > 0) continue;
    const unread = text === '' && !isDefinition;
    const broken = diagnostics.filter((item) => item.file === path);
    if ((!isDefinition && !unread && broken.length === 0) || !hasErrors(broken)) continue;
    const namespace = /^[\s"'{]*namespace["']?[ \t]*:[ \t]*["']?([^\s"'#,}]+)/m.exec(text)?.[1];
    found.push({ namespace, text });
  }
  return found;
}

/** Whether a name stands in a text, not as a part of a longer one. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isNamePart(text[at - 1]) && !isNamePart(text[at + name.length])) return true;
  }
  return false;
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character);
}
