/** Settings that a pack brings along in its metadata, below everything that its user configures. */
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { flattenSection } from '../config/flatten.ts';
import type { ConfigLayer, ConfigOrigin, ConfigValue } from '../config/layer.ts';

const PREFIX = 'runtime.';
const ORIGIN: ConfigOrigin = { path: [] };

/** The metadata `runtime` (a map of sections) and `runtime.section.key`, with the profiles in `runtime.profiles`. */
export function runtimeDefaults(metadata: PlainObject): ConfigLayer {
  const values: ConfigValue[] = [];
  const profiles = new Map<string, readonly ConfigValue[]>();
  const runtime = metadata['runtime'];
  if (isPlainObject(runtime)) {
    for (const [section, body] of Object.entries(runtime)) {
      if (!isPlainObject(body)) continue;
      if (section !== 'profiles') values.push(...valuesOf(section, body));
      else for (const [name, profile] of Object.entries(body)) profiles.set(name, profileOf(profile));
    }
  }
  for (const [key, value] of Object.entries(metadata)) {
    const path = key.slice(PREFIX.length);
    if (!key.startsWith(PREFIX) || !/^[^.]+\../.test(path)) continue;
    values.push({ key: path, value, origin: ORIGIN });
  }
  return { values: values.filter(isPortable), profiles };
}

function profileOf(profile: unknown): ConfigValue[] {
  if (!isPlainObject(profile)) return [];
  return Object.entries(profile)
    .flatMap(([section, body]) => (isPlainObject(body) ? valuesOf(section, body) : []))
    .filter(isPortable);
}

function valuesOf(section: string, body: PlainObject): ConfigValue[] {
  return flattenSection(section, body).map(([key, value]) => ({ key, value, origin: ORIGIN }));
}

/** Sections that belong to the machine are not taken from a pack, nor is anything that reads the environment. */
function isPortable({ key, value }: ConfigValue): boolean {
  const isLocal = ['boot.', 'extensions.', 'workspace.'].some((section) => key.startsWith(section));
  return !isLocal && !(typeof value === 'string' && value.includes('$' + '{env:'));
}
