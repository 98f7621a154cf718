/** Settings that differ from those that the application was started with. */
import type { Config } from '../../infrastructure/config.ts';
import { deepEqual } from '../../infrastructure/plain-data.ts';

/** Sections that the pipeline reads: a change of them is a change of entries. */
const PIPELINE_SECTIONS = /^(?:override|disable|profiles|vars|workspace)(?:\.|$)/;

export function changedSettings(before: Config, after: Config): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => !PIPELINE_SECTIONS.test(key) && !deepEqual(before.raw(key), after.raw(key))).sort();
}
