/**
 * The compiled form of a Lua entry in a pack: a line of JSON that says what it is, and after it the chunk. It starts
 * without parsing, where the engine is the one that made it; otherwise the source counts, if it was kept.
 */
import { cachedDataVersionTag } from 'node:v8';
import { decode, encode } from '@msgpack/msgpack';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { CompiledChunk } from '../../../lua/compile/chunk.ts';
import { ENGINE_VERSION, type LoadedProgram, load } from '../../../lua/engine.ts';
import type { LuaTable } from '../../../lua/runtime/values.ts';

const FORMAT = 'wippy-lua-js/1';

/** Longest first line; it holds three short texts. */
const MAX_HEADER = 1024;

/** V8's compiled code for the JavaScript of a chunk. */
export interface CodeCache {
  /** Names version, flags and processor of the V8 that made it. */
  readonly tag: number;
  readonly data: Uint8Array;
}

export interface Artifact {
  readonly chunk: CompiledChunk;
  /** The Lua source, where the pack keeps it. */
  readonly source?: string;
  readonly cache?: CodeCache;
}

interface Header {
  readonly format: string;
  readonly engine: string;
  /** Whether the source is inside. */
  readonly source: boolean;
}

/** The same artifact always gives the same bytes. */
export function encodeArtifact({ chunk, source, cache }: Artifact): Uint8Array {
  const header: Header = { format: FORMAT, engine: ENGINE_VERSION, source: source !== undefined };
  const body = encode({ chunk, source, cache }, { sortKeys: true, ignoreUndefined: true });
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/** What an artifact is good for on this engine. */
export type ReadableArtifact =
  | { readonly kind: 'program'; readonly code: LoadedProgram }
  | { readonly kind: 'source'; readonly source: string };

/**
 * Reads an artifact whose bytes have been verified. The chunk is decoded and given to V8 when it is first
 * instantiated. Throws Invalid for bytes that are no artifact, and for one of another engine without source.
 */
export function readArtifact(bytes: Uint8Array, id: string): ReadableArtifact {
  const header = readHeader(bytes);
  if (header === undefined) {
    throw unusable(`${id} is not compiled by this runtime`, 'Compile the pack with this runtime, or with its sources.');
  }
  const body = bytes.subarray(header.length);
  if (header.engine === ENGINE_VERSION) return { kind: 'program', code: new ArtifactProgram(body, id) };
  if (header.source) return { kind: 'source', source: decodeBody(body, id).source ?? '' };
  throw unusable(
    `${id} was compiled by engine ${header.engine}; this is engine ${ENGINE_VERSION}, and the pack holds no source`,
    'Compile the pack again with this version of Wippy, or with --keep-source.',
  );
}

/** The engine that made an artifact; undefined for other bytes. */
export function engineOfArtifact(bytes: Uint8Array): string | undefined {
  return readHeader(bytes)?.engine;
}

function readHeader(bytes: Uint8Array): (Header & { readonly length: number }) | undefined {
  const end = bytes.subarray(0, MAX_HEADER).indexOf(0x0a);
  if (end <= 0) return undefined;
  try {
    const header = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8')) as Partial<Header> | null;
    if (header?.format !== FORMAT || typeof header.engine !== 'string') return undefined;
    return { format: FORMAT, engine: header.engine, source: header.source === true, length: end + 1 };
  } catch {
    return undefined;
  }
}

function decodeBody(body: Uint8Array, id: string): Artifact {
  try {
    const artifact = decode(body) as Artifact;
    if (typeof artifact.chunk.javascript === 'string' && Array.isArray(artifact.chunk.sites.lines)) return artifact;
  } catch {
    // Falls through: whatever is wrong, the artifact is broken.
  }
  throw unusable(`the compiled code of ${id} is broken`, 'Compile the pack again.');
}

/** A program that is decoded and loaded on first use: most of a pack's code does not run at start-up. */
class ArtifactProgram implements LoadedProgram {
  #body: Uint8Array | undefined;
  #program: LoadedProgram | undefined;
  readonly #id: string;

  constructor(body: Uint8Array, id: string) {
    this.#body = body;
    this.#id = id;
  }

  instantiate(environment: LuaTable) {
    this.#program ??= this.#load();
    return this.#program.instantiate(environment);
  }

  #load(): LoadedProgram {
    const { chunk, cache } = decodeBody(this.#body as Uint8Array, this.#id);
    this.#body = undefined;
    // Code of another V8 is of no use; V8 would notice as well, but only after looking at all of it.
    const usable = cache !== undefined && cache.tag === cachedDataVersionTag() ? cache.data : undefined;
    return load(chunk, undefined, usable);
  }
}

function unusable(message: string, hint: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
}
