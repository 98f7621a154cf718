/** All entries below one load path. */
import { readFile } from 'node:fs/promises';
import { createEntry, type Entry } from '../../core/registry/entry.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { LoadPath } from '../lock/load-paths.ts';
import type { FileCache, OutdatedFile } from './file-cache.ts';
import { IncludeReader } from './include.ts';
import { interpolateEntry } from './interpolate.ts';
import { originOf } from './locate-entry.ts';
import { parseEntryFile } from './parse-file.ts';
import { entryIdOf, type ParsedEntry } from './parsed-entry.ts';
import { type ScanOptions, scanDirectory } from './scan.ts';

export interface LoadedFile {
  readonly path: string;
  /** The text, kept for code frames and places of later diagnostics. */
  readonly text: string;
  readonly entries: readonly Entry[];
  readonly isDefinition: boolean;
  /** Ids of entries that could not be read, as far as they can be told. */
  readonly lost: readonly string[];
}

export interface LoadedDirectory {
  readonly files: readonly LoadedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One entry with what it was made from. */
interface LoadedEntry {
  readonly parsed: ParsedEntry;
  readonly entry: Entry;
  readonly diagnostics: readonly Diagnostic[];
}

/** One definition file with its problems. */
export interface LoadedFileResult {
  readonly file: LoadedFile;
  readonly diagnostics: readonly Diagnostic[];
  /** What it takes to read its included files again. */
  readonly parts: { readonly diagnostics: readonly Diagnostic[]; readonly entries: readonly LoadedEntry[] };
}

export interface LoadDirectoryOptions extends ScanOptions {
  /** Holds files that need not be read again, and gets those that were read. */
  readonly cache?: FileCache;
  /** Instead of `parseEntryFile`, for what is known from earlier. */
  readonly parse?: typeof parseEntryFile;
}

/** Scans a directory and loads its files in order. */
export async function loadDirectory(source: LoadPath, options: LoadDirectoryOptions = {}): Promise<LoadedDirectory> {
  const { cache } = options;
  const scanned = cache?.scan(source.path) ?? (await scanDirectory(source.path, options));
  cache?.setScan(source.path, scanned);
  const reader = new IncludeReader(source.path);
  const loaded = await Promise.all(
    scanned.files.map(async (file) => {
      const known = cache?.get(file);
      if (known !== undefined) return known;
      const outdated = cache?.outdated(file);
      const read = await (outdated === undefined
        ? loadFile(file, source, reader, options.parse)
        : readIncludesAgain(outdated, source, reader));
      cache?.set(file, read);
      return read;
    }),
  );
  return {
    files: loaded.map((item) => item.file),
    diagnostics: [...scanned.diagnostics, ...loaded.flatMap((item) => item.diagnostics)],
  };
}

/** Loads one definition file of a load path: the unit of an incremental reload. */
export async function loadFile(
  path: string,
  source: LoadPath,
  reader: IncludeReader = new IncludeReader(source.path),
  parse: typeof parseEntryFile = parseEntryFile,
): Promise<LoadedFileResult> {
  const empty = { path, text: '', entries: [], isDefinition: false, lost: [] };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    // The decoder throws a TypeError; the file system throws errors with a code.
    const encoding = error instanceof TypeError;
    const found = encoding
      ? diagnostic('P0012', 'the file is not encoded in UTF-8', { file: path, hint: 'Save it as UTF-8.' })
      : diagnostic('P0109', `cannot read file: ${fileProblem(error)}`, {
          file: path,
          hint: 'Check that it exists and may be read.',
        });
    return { file: empty, diagnostics: [found], parts: { diagnostics: [found], entries: [] } };
  }
  const parsed = parse(text, path);
  const entries: LoadedEntry[] = [];
  for (const item of parsed.entries) entries.push(await loadEntry(item, text, source, reader));
  const { isDefinition, lost } = parsed;
  return assemble({ path, text, isDefinition, lost }, { diagnostics: parsed.diagnostics, entries });
}

/** A definition file whose entries are those from before, but for those that include what has changed. */
async function readIncludesAgain(
  { result: { file, parts }, includes }: OutdatedFile,
  source: LoadPath,
  reader: IncludeReader,
): Promise<LoadedFileResult> {
  const entries: LoadedEntry[] = [];
  for (const known of parts.entries) {
    const changed = originOf(known.entry)?.includes.some((path) => includes.has(path)) ?? false;
    entries.push(changed ? await loadEntry(known.parsed, file.text, source, reader) : known);
  }
  return assemble(file, { diagnostics: parts.diagnostics, entries });
}

async function loadEntry(
  parsed: ParsedEntry,
  text: string,
  source: LoadPath,
  reader: IncludeReader,
): Promise<LoadedEntry> {
  const { entry, diagnostics } = await interpolateEntry(parsed, text, reader);
  return { parsed, entry: toEntry(entry, source), diagnostics };
}

function assemble(
  { path, text, isDefinition, lost }: Omit<LoadedFile, 'entries'>,
  parts: LoadedFileResult['parts'],
): LoadedFileResult {
  return {
    file: { path, text, entries: parts.entries.map(({ entry }) => entry), isDefinition, lost },
    diagnostics: [...parts.diagnostics, ...parts.entries.flatMap((item) => item.diagnostics)],
    parts,
  };
}

/** The entry of the registry; entries of modules are marked with `meta.module` and `meta.module_version`. */
function toEntry(parsed: ParsedEntry, source: LoadPath): Entry {
  const { module, version } = source;
  const marks = module === undefined ? {} : { module, ...(version === undefined ? {} : { module_version: version }) };
  return createEntry({
    id: entryIdOf(parsed),
    kind: parsed.kind,
    meta: { ...parsed.meta, ...marks },
    data: parsed.data,
    source: {
      file: parsed.origin.file,
      ...(parsed.origin.code === undefined ? {} : { code: parsed.origin.code }),
      origin: module === undefined ? parsed.origin : { ...parsed.origin, module },
    },
  });
}
