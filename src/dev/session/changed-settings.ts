/** Settings that differ from those that the application was started with. */
import type { Config } from '../../infrastructure/config.ts';
import { deepEqual } from '../../infrastructure/plain-data.ts';

/** Sections that the pipeline reads, whose change is one of entries, and what the developer loop itself reads. */
const TAKEN_OVER = /^(?:override|disable|profiles|vars|workspace|dev)(?:\.|$)/;

export function changedSettings(before: Config, after: Config): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => !TAKEN_OVER.test(key) && !deepEqual(before.raw(key), after.raw(key))).sort();
}
