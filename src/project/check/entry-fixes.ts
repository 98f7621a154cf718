/** Corrections of the definitions of entries. There are none for values that something else has put in. */
import type { Entry } from '../../core/registry/index.ts';
import type { Fix, TextEdit } from '../diagnostics/fix.ts';
import { originOf } from '../entries/locate-entry.ts';
import { addToList, removeAt, renameKey, replaceText } from '../yaml/edit.ts';
import type { PathSegment } from '../yaml/locate.ts';
import type { SyntaxTree } from '../yaml/parse.ts';
import type { Places } from './places.ts';

type Edit = (tree: SyntaxTree, path: readonly PathSegment[]) => TextEdit | undefined;

export class EntryFixes {
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Another name for a key. Paths begin at the entry: `['data', 'addr']`. */
  renamed(entry: Entry, path: readonly PathSegment[], name: string): Fix | undefined {
    const title = `renamed "${String(path.at(-1))}" to "${name}"`;
    return this.#fix(entry, path, title, (tree, at) => renameKey(tree, at, name));
  }

  /** Another text for a value. */
  replaced(entry: Entry, path: readonly PathSegment[], text: string): Fix | undefined {
    return this.#fix(entry, path, `wrote "${text}"`, (tree, at) => replaceText(tree, at, text));
  }

  /** An item of a list or a key less. */
  removed(entry: Entry, path: readonly PathSegment[], what: string): Fix | undefined {
    return this.#fix(entry, path, `removed ${what}`, removeAt);
  }

  /** One more module in `modules`. */
  withModule(entry: Entry, module: string): Fix | undefined {
    const edit: Edit = (tree, at) => addToList(tree, at, 'modules', module);
    return this.#fix(entry, ['data'], `added "${module}" to "modules"`, edit);
  }

  #fix(entry: Entry, path: readonly PathSegment[], title: string, edit: Edit): Fix | undefined {
    const origin = originOf(entry);
    if (origin === undefined || this.#places.isForeign(entry, path)) return undefined;
    const tree = this.#places.tree(origin.file);
    if (tree === undefined) return undefined;
    const [field, ...rest] = path;
    const full = field === 'data' ? [...origin.dataPath, ...rest] : [...origin.path, ...path];
    const found = edit(tree, full);
    return found && { file: origin.file, title, edits: [found] };
  }
}
