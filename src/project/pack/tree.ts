/** The files of a resource: their names, hashes and places in the data frames. */
import type { PlainObject } from '../../infrastructure/plain-data.ts';
import type { DirectoryEntry } from '../../services/fs/filesystem.ts';
import { LIMITS } from './format.ts';
import { brokenPack } from './pack-error.ts';
import { firstDataFrame, listOf, mapOf, numberOf, type TableOfContents } from './toc.ts';

/** A stretch of a data frame. */
export interface Piece {
  /** Index into the data frames of the table of contents. */
  readonly frame: number;
  /** From the start of the frame. */
  readonly offset: number;
  readonly size: number;
}

export interface PackedFile {
  /** Bytes of the content. */
  readonly size: number;
  /** Bytes as they are stored. */
  readonly storedSize: number;
  readonly isCompressed: boolean;
  readonly mode: number;
  /** Seconds since 1970; 0 where the pack keeps no times. */
  readonly modified: number;
  /** Hexadecimal SHA-256 of the content. */
  readonly hash: string;
  /** What is stored, in order. */
  readonly pieces: readonly Piece[];
}

export interface Tree {
  readonly files: ReadonlyMap<string, PackedFile>;
  /** Entries of each directory, sorted by name; the root is the empty path. */
  readonly directories: ReadonlyMap<string, readonly DirectoryEntry[]>;
}

/** `toc` is that of the pack the tree goes into, for the numbers of its frames. */
export function encodeTree(id: PlainObject, tree: Tree, firstFrame: number): PlainObject {
  const files = [...tree.files].map(([path, file]) => [path, encodeFile(file, firstFrame)]);
  const directories = [...tree.directories].map(([path, entries]) => [path, entries.map(({ name }) => name)]);
  return { ID: id, Meta: null, Files: Object.fromEntries(files), Dirs: Object.fromEntries(directories) };
}

function encodeFile(file: PackedFile, firstFrame: number): PlainObject {
  const [first] = file.pieces;
  let offset = 0;
  const chunks = file.pieces.map((piece) => {
    const chunk = {
      Size: piece.size,
      Offset: offset,
      FrameIndex: piece.frame + firstFrame,
      FrameOffset: piece.offset,
    };
    offset += piece.size;
    return chunk;
  });
  return {
    Size: file.size,
    CompressedSize: file.isCompressed ? file.storedSize : undefined,
    Mode: file.mode,
    ModTime: file.modified,
    Hash: file.hash,
    Compressed: file.isCompressed,
    Location: {
      FrameIndex: first.frame + firstFrame,
      Offset: first.offset,
      Chunks: chunks.length > 1 ? chunks : undefined,
    },
  };
}

/** Throws Invalid for paths that leave the tree or contradict each other, and for files outside of the data frames. */
export function decodeTree(value: unknown, toc: TableOfContents, id: string): Tree {
  const fields = mapOf(value, `the tree of ${id}`);
  const files = new Map<string, PackedFile>();
  for (const [path, item] of Object.entries(mapOf(fields['Files'] ?? {}, `the files of ${id}`))) {
    requirePath(path, id);
    files.set(path, decodeFile(item, toc, `${id}/${path}`));
  }
  const names = new Map<string, Map<string, DirectoryEntry>>([['', new Map()]]);
  const addDirectory = (path: string): Map<string, DirectoryEntry> => {
    const known = names.get(path);
    if (known !== undefined) return known;
    if (files.has(path)) throw brokenPack(`${id}/${path} is a file and a directory`);
    const created = new Map<string, DirectoryEntry>();
    names.set(path, created);
    const { directory, name } = splitPath(path);
    addDirectory(directory).set(name, { name, isDirectory: true });
    return created;
  };
  for (const path of files.keys()) {
    const { directory, name } = splitPath(path);
    addDirectory(directory).set(name, { name, isDirectory: false });
  }
  for (const path of Object.keys(mapOf(fields['Dirs'] ?? {}, `the directories of ${id}`))) {
    if (path === '') continue;
    requirePath(path, id);
    addDirectory(path);
  }
  const directories = [...names].map(([path, entries]) => [path, sorted(entries.values())] as const);
  return { files, directories: new Map(directories) };
}

/** Sorted as the bytes of their names. */
function sorted(entries: Iterable<DirectoryEntry>): DirectoryEntry[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { directory: slash === -1 ? '' : path.slice(0, slash), name: path.slice(slash + 1) };
}

/** Deepest directory of a tree. */
const MAX_PARTS = 100;

function requirePath(path: string, id: string): void {
  const parts = path.split('/');
  const isBad = (part: string): boolean => part === '' || part === '.' || part === '..' || /[\0\\]/.test(part);
  if (parts.length <= MAX_PARTS && !parts.some(isBad)) return;
  throw brokenPack(`resource ${id} holds the path ${JSON.stringify(path.slice(0, 200))}, which leads out of it`);
}

function decodeFile(value: unknown, toc: TableOfContents, what: string): PackedFile {
  const fields = mapOf(value, what);
  const size = numberOf(fields['Size'], `the size of ${what}`);
  if (size > LIMITS.file) throw brokenPack(`${what} would have ${size} bytes, more than ${LIMITS.file}`);
  const isCompressed = fields['Compressed'] === true;
  const storedSize = isCompressed ? numberOf(fields['CompressedSize'], `the size of ${what}`) : size;
  const { Hash: hash, ModTime: time } = fields;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/i.test(hash)) throw brokenPack(`${what} has no hash`);
  return {
    size,
    storedSize,
    isCompressed,
    mode: numberOf(fields['Mode'] ?? 0o644, `the mode of ${what}`) & 0o777,
    modified: typeof time === 'number' && time > 0 && time < 8.64e12 ? time : 0,
    hash: hash.toLowerCase(),
    pieces: decodePieces(mapOf(fields['Location'], `the place of ${what}`), storedSize, toc, what),
  };
}

function decodePieces(location: PlainObject, storedSize: number, toc: TableOfContents, what: string): Piece[] {
  const number = (fields: PlainObject, key: string) => numberOf(fields[key], `the place of ${what}`);
  const start = firstDataFrame(toc);
  const chunks = listOf(location['Chunks'], `the pieces of ${what}`);
  const pieces =
    chunks.length === 0
      ? [{ frame: number(location, 'FrameIndex') - start, offset: number(location, 'Offset'), size: storedSize }]
      : chunks.map((item) => {
          const chunk = mapOf(item, `a piece of ${what}`);
          const frame = number(chunk, 'FrameIndex') - start;
          return { frame, offset: number(chunk, 'FrameOffset'), size: number(chunk, 'Size') };
        });
  let total = 0;
  for (const { frame, offset, size } of pieces) {
    total += size;
    // An empty file may be written after the last data frame.
    if (size === 0) continue;
    const found = toc.data[frame];
    if (found === undefined || offset + size > found.size) throw brokenPack(`${what} is not inside of the data`);
  }
  if (total !== storedSize) throw brokenPack(`the pieces of ${what} have ${total} bytes instead of ${storedSize}`);
  return pieces;
}
