/** Where entries of any kind name the entries they depend on: the generic paths of the Go runtime. */
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { Entry } from './entry.ts';

/**
 * Paths from the entry (`meta...`, `data...`). A segment `*` is any key or list item; one `*` inside a segment stands for
 * any text. What is found may be a text, a list of texts, or a map whose text values count.
 */
export const genericDependencyPatterns: readonly string[] = [
  // core
  'meta.parent',
  'meta.depends_on',
  'meta.groups',
  'data.config',
  'data.groups',
  'data.imports.*',
  'data.*.depends_on',
  // supervisor
  'data.lifecycle.requires',
  'data.lifecycle.depends_on',
  // security
  'data.lifecycle.security.policies',
  'data.lifecycle.security.groups',
  'data.security.policies',
  'data.security.groups',
  'data.security.token_store',
  'data.token_store',
  // functions, file systems, templates
  'data.func',
  'data.fs',
  'data.set',
  // environment
  'data.env',
  'data.*_env',
  'meta.*_env',
  'data.storage',
  'data.storages',
  // contracts
  'data.contracts.*.contract',
  'data.contracts.*.methods.*',
  // processes
  'data.host',
  'data.process',
  // http
  'meta.server',
  'meta.router',
  'data.server',
  'data.middleware',
  'data.post_middleware',
  'data.network',
  'data.tls.*_env',
  // queues
  'data.driver',
  'data.dead_letter.queue',
  'data.queue',
  // stores and cloud storage
  'data.store',
  'data.bucket',
];

export interface FoundText {
  /** Keys and list indexes from the entry. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

type Segment = (key: string) => boolean;

interface CompiledPattern {
  readonly literals: readonly (string | undefined)[];
  readonly segments: readonly Segment[];
}

function compileSegment(text: string): Segment {
  const star = text.indexOf('*');
  if (star < 0) return (key) => key === text;
  const prefix = text.slice(0, star);
  const suffix = text.slice(star + 1);
  return (key) => key.length >= prefix.length + suffix.length && key.startsWith(prefix) && key.endsWith(suffix);
}

function compilePattern(pattern: string): CompiledPattern {
  const texts = pattern.split('.');
  return {
    literals: texts.map((text) => (text.includes('*') ? undefined : text)),
    segments: texts.map(compileSegment),
  };
}

function collectLeaf(value: unknown, path: readonly (string | number)[], found: FoundText[]): void {
  if (typeof value === 'string') {
    if (value !== '') found.push({ path, text: value });
  } else if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      if (typeof item === 'string' && item !== '') found.push({ path: [...path, index], text: item });
    });
  } else if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && item !== '') found.push({ path: [...path, key], text: item });
    }
  }
}

function collect(
  value: unknown,
  pattern: CompiledPattern,
  depth: number,
  path: readonly (string | number)[],
  found: FoundText[],
): void {
  if (depth === pattern.segments.length) {
    collectLeaf(value, path, found);
    return;
  }
  const literal = pattern.literals[depth];
  if (isPlainObject(value)) {
    if (literal !== undefined) {
      if (Object.hasOwn(value, literal)) collect(value[literal], pattern, depth + 1, [...path, literal], found);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      if (pattern.segments[depth](key)) collect(item, pattern, depth + 1, [...path, key], found);
    }
  } else if (Array.isArray(value) && literal === undefined) {
    value.forEach((item: unknown, index) => {
      collect(item, pattern, depth + 1, [...path, index], found);
    });
  }
}

/** A function that finds the texts at any of the patterns in an entry; a text found twice is reported for each path. */
export function compileDependencyPatterns(patterns: readonly string[]): (entry: Entry) => FoundText[] {
  const compiled = patterns.map(compilePattern);
  return (entry) => {
    const found: FoundText[] = [];
    const root = { meta: entry.meta, data: entry.data };
    for (const pattern of compiled) collect(root, pattern, 0, [], found);
    return found;
  };
}
