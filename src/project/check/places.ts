/** Where the parts of entries stand. Definition files are parsed once for all findings of a check. */
import type { Entry } from '../../core/registry/index.ts';
import type { SourceRange } from '../diagnostics/diagnostic.ts';
import { type EntryPath, findForeign, locateInTree, originOf } from '../entries/locate-entry.ts';
import type { LoadedProject } from '../load-project.ts';
import { parseText, type SyntaxTree } from '../yaml/parse.ts';

/** Fields of a diagnostic. */
export interface Place {
  readonly file?: string;
  readonly range?: SourceRange;
  readonly entry: string;
  /** The value stands in no file: a flag of the command line has set it. */
  readonly isFromFlag?: true;
}

export class Places {
  readonly #project: LoadedProject;
  readonly #trees = new Map<string, SyntaxTree>();

  constructor(project: LoadedProject) {
    this.#project = project;
  }

  /** Where a value or key of an entry was written; where it does not exist, what is nearest to it. */
  at(entry: Entry, path: EntryPath, target: 'value' | 'key' = 'value'): Place {
    const foreign = foreignValue(entry, path);
    if (foreign?.file !== undefined) return { file: foreign.file, range: foreign.range, entry: entry.id };
    return foreign === undefined
      ? this.#inDefinition(entry, path, target)
      : { ...this.ofName(entry), isFromFlag: true };
  }

  /** The `name` of an entry, which stands for what it lacks. */
  ofName(entry: Entry): Place {
    const origin = originOf(entry);
    if (origin === undefined) return this.#inDefinition(entry, 'name', 'value');
    return { file: origin.file, range: origin.range, entry: entry.id };
  }

  /** Whether a field was not set by the definition of its entry, but by the configuration, a flag, or a parameter. */
  isForeign(entry: Entry, path: EntryPath): boolean {
    return foreignValue(entry, path) !== undefined;
  }

  /** The syntax of a definition file. */
  tree(file: string): SyntaxTree | undefined {
    const known = this.#trees.get(file);
    if (known !== undefined) return known;
    const text = this.#project.files.get(file)?.text;
    if (text === undefined) return undefined;
    const tree = parseText(text, file);
    this.#trees.set(file, tree);
    return tree;
  }

  #inDefinition(entry: Entry, path: EntryPath, target: 'value' | 'key'): Place {
    const origin = originOf(entry);
    if (origin === undefined) return { entry: entry.id, ...(entry.source && { file: entry.source.file }) };
    const tree = this.tree(origin.file);
    const range = tree === undefined ? undefined : locateInTree(origin, tree, path, target)?.range;
    return { file: origin.file, range: range ?? origin.range, entry: entry.id };
  }
}

function foreignValue(entry: Entry, path: EntryPath) {
  return findForeign(entry, typeof path === 'string' ? path.split('.') : path);
}
