/** Stage bytecode: Lua entries that patterns select become their compiled forms, which the pack holds as files. */
import { createHash } from 'node:crypto';
import { createEntry, type Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { type CompiledChunk, CompileError } from '../../lua/compile/chunk.ts';
import { compile } from '../../lua/engine.ts';
import { encodeArtifact } from '../../services/lua/code/artifact.ts';
import { placeInEntry } from '../entries/locate-entry.ts';
import { BYTECODE_ID } from '../pack/bytecode-id.ts';
import { makeCodeCaches } from '../pack/code-cache.ts';
import { selects } from './selects.ts';
import type { Stage, StageContext } from './stage.ts';

const KINDS = new Set(['function.lua', 'library.lua', 'process.lua', 'workflow.lua']);

/** What the compiled form keeps of the data of an entry. */
const KEPT = ['method', 'imports', 'modules', 'pool', 'meta'];

export interface BytecodeOptions {
  /** `**` for all, an id or a name, or `namespace:name` with wildcards. */
  readonly patterns: readonly string[];
  /** Keep the Lua source inside of the compiled code, for engines of other versions. */
  readonly keepSource: boolean;
  /** Takes a file of the resource `internal:lua.bytecode`. */
  readonly put: (path: string, bytes: Uint8Array) => void;
  /** Told how many of all entries are compiled. */
  readonly onEntry?: (done: number, total: number) => void;
}

interface CompiledEntry {
  readonly entry: Entry;
  readonly data: PlainObject;
  readonly source: string;
  readonly chunk: CompiledChunk;
}

/** The stage for one pack. */
export function bytecode(options: BytecodeOptions): Stage {
  return {
    name: 'bytecode',
    run(entries, context) {
      const selected = entries.filter(
        (entry) => KINDS.has(entry.kind) && options.patterns.some((pattern) => selects(pattern, entry)),
      );
      const compiled: CompiledEntry[] = [];
      for (const [index, entry] of selected.entries()) {
        const result = compileEntry(entry, context);
        if (result !== undefined) compiled.push(result);
        options.onEntry?.(index + 1, selected.length);
      }
      if (compiled.length === 0) return entries;
      const caches = makeCodeCaches(compiled.map(({ chunk }) => chunk.javascript));
      const replaced = new Map<string, Entry>();
      for (const [index, { entry, data, source, chunk }] of compiled.entries()) {
        const artifact = { chunk, cache: caches[index], ...(options.keepSource ? { source } : {}) };
        const bytes = encodeArtifact(artifact);
        const { namespace, name } = parseEntryId(entry.id);
        const path = `${safeName(namespace)}/${safeName(name)}.luac`;
        options.put(path, bytes);
        const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
        const kept = Object.fromEntries(KEPT.filter((key) => data[key] !== undefined).map((key) => [key, data[key]]));
        const next = { fs: BYTECODE_ID, path, hash, ...kept };
        replaced.set(entry.id, createEntry({ ...entry, kind: `${entry.kind}.bc`, data: next }));
      }
      const files = createEntry({ id: BYTECODE_ID, kind: 'fs.embed', data: {} });
      return [...entries.filter(({ id }) => id !== BYTECODE_ID).map((entry) => replaced.get(entry.id) ?? entry), files];
    },
  };
}

/** Undefined where there is nothing to compile; that has been reported then. */
function compileEntry(entry: Entry, context: StageContext): CompiledEntry | undefined {
  const data = isPlainObject(entry.data) ? entry.data : {};
  const { source } = data;
  if (typeof source !== 'string' || source === '') {
    const place = { ...placeInEntry(entry, 'name', context.readText), entry: entry.id };
    const hint = 'Give the entry a "source", or leave it out of the patterns.';
    context.report('P0508', `failed to compile bytecode for ${entry.id}: entry has no source field`, {
      ...place,
      hint,
    });
    return undefined;
  }
  try {
    return { entry, data, source, chunk: compile(source, entry.id) };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const [first] = error.problems;
    const file = entry.source?.code;
    const position = { line: first?.line ?? 1, column: first?.column ?? 1 };
    const place =
      file === undefined
        ? placeInEntry(entry, 'data.source', context.readText)
        : { file, range: { start: position, end: { ...position, column: position.column + 1 } } };
    const message = `failed to compile bytecode for ${entry.id}: ${first?.message ?? error.message}`;
    context.report('P0508', message, { ...place, entry: entry.id });
    return undefined;
  }
}

/** A part of a path: names of entries may hold what paths may not. */
function safeName(name: string): string {
  const text = name.replace(/[/\\%\0]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return text === '.' || text === '..' ? text.replaceAll('.', '%2e') : text;
}
