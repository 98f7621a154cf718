/** The files of several packs together. */
import type { EmbeddedTree, EmbeddedTrees } from '../../services/fs/embedded.ts';
import type { DirectoryEntry } from '../../services/fs/filesystem.ts';
import type { Pack } from './read-pack.ts';

/** Trees of one id become one tree: every pack with compiled code has its code under the same id. */
export function treesOf(packs: readonly Pack[]): EmbeddedTrees {
  return {
    tree(id) {
      const trees = packs.flatMap((pack) => pack.tree(id) ?? []);
      return trees.length > 1 ? joined(trees) : trees[0];
    },
  };
}

function joined(trees: readonly EmbeddedTree[]): EmbeddedTree {
  return {
    file: (path) => trees.map((tree) => tree.file(path)).find((file) => file !== undefined),
    directory(path) {
      const found = trees.flatMap((tree) => tree.directory(path) ?? []);
      if (trees.every((tree) => tree.directory(path) === undefined)) return undefined;
      const byName = new Map<string, DirectoryEntry>(found.map((entry) => [entry.name, entry]));
      return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** Paths of all files of a tree, sorted. */
export function pathsOf(tree: EmbeddedTree, directory = '.'): string[] {
  return (tree.directory(directory) ?? []).flatMap(({ name, isDirectory }) => {
    const path = directory === '.' ? name : `${directory}/${name}`;
    return isDirectory ? pathsOf(tree, path) : [path];
  });
}
