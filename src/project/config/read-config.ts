/** Composes the configuration: files in order, then profiles, then `--set`, then `-o`. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Config, type ConfigWarningHandler } from '../../infrastructure/config.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Replacement } from '../lock/lock-file.ts';
import type { PathSegment } from '../yaml/locate.ts';
import { checkOpenSection } from './check-open-sections.ts';
import { checkSettings } from './check-settings.ts';
import { parseOverride, parseSet } from './command-line.ts';
import { checkEnvironmentReferences, type Environment, interpolateValues } from './interpolate.ts';
import {
  type ConfigLayer,
  type ConfigOrigin,
  type ConfigPlace,
  type ConfigValue,
  FROM_FLAG,
  MergedValues,
  placeOfOrigin,
} from './layer.ts';
import { parseConfig } from './parse-config.ts';
import { applyProfile, collectProfiles, isListOperation } from './profiles.ts';
import { configSections } from './settings.ts';
import { workspaceReplacements } from './workspace.ts';

export const CONFIG_FILE_NAME = '.wippy.yaml';

export interface ConfigOptions {
  /** Files to merge in order, relative to `directory`; each must exist. Without any, an optional `.wippy.yaml`. */
  readonly files?: readonly string[];
  /** Names of profiles, laid over the files in this order. */
  readonly profiles?: readonly string[];
  /** Texts of `--set`, above files and profiles. */
  readonly set?: readonly string[];
  /** Texts of `-o`, above everything. */
  readonly overrides?: readonly string[];
  /** Values below all files, such as those of a pack. */
  readonly defaults?: ConfigLayer;
  /** What `${env:NAME}` reads; default the environment of the program. */
  readonly environment?: Environment;
  /** Told of settings whose type is wrong, when a component reads them. */
  readonly warn?: ConfigWarningHandler;
}

/** File and range of a value of the configuration by its key, of a part of it, or of the key itself. */
export type ConfigPlaces = (key: string, rest?: readonly PathSegment[], target?: 'value' | 'key') => ConfigPlace;

export interface ReadConfig {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the files that were read. */
  readonly files: readonly string[];
  readonly places: ConfigPlaces;
  /** `workspace.replacements` with absolute directories, sorted by module. */
  readonly replacements: readonly Replacement[];
  /** Names of the profiles that can be selected, sorted. */
  readonly profiles: readonly string[];
}

/**
 * The configuration of a project. Adds `boot.config_path` and `boot.config_dir`; the first file names the directory.
 * Throws Invalid for a malformed `--set` or `-o`; all other problems are diagnostics.
 */
export async function readConfig(directory: string, options: ConfigOptions = {}): Promise<ReadConfig> {
  const environment = options.environment ?? process.env;
  const diagnostics: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => {
    diagnostics.push(problem);
  };
  const { layers, files, first } = await readLayers(directory, options.files ?? [], report);
  const above = flagValues(options, first, report);
  const merged = new MergedValues();
  const profiles = collectProfiles(layers);
  const all = options.defaults === undefined ? layers : [options.defaults, ...layers];
  for (const layer of all) for (const value of layer.values) addBase(merged, value, environment, report);
  for (const [name, values] of profiles) checkProfile(values, options.profiles?.includes(name) ?? false, report);
  for (const name of options.profiles ?? []) {
    const values = collectProfiles(all).get(name);
    if (values === undefined) report(unknownProfile(name, [...profiles.keys()]));
    else selectProfile(merged, values, environment, report);
  }
  for (const value of above) merged.set(value);
  const values = interpolateValues(merged.all(), environment, report);
  const origins = new Map<string, ConfigOrigin>(values.map(({ key, origin }) => [key, origin]));
  const places: ConfigPlaces = (key, rest, target) => placeOfOrigin(origins.get(key) ?? FROM_FLAG, rest, target);
  const flat = values.map(({ key, value }) => [key, value] as const);
  diagnostics.push(...checkSettings(flat, (key) => places(key, [], 'key')));
  const workspace = await workspaceReplacements(values, dirname(first));
  diagnostics.push(...workspace.diagnostics);
  return {
    config: new Config(new Map(flat), options.warn),
    diagnostics,
    files,
    places,
    replacements: workspace.replacements,
    profiles: [...collectProfiles(all).keys()].sort(),
  };
}

type Report = (problem: Diagnostic) => void;

/** Values that flags set, in their order of precedence. */
function flagValues(options: ConfigOptions, first: string, report: Report): ConfigValue[] {
  const pairs: [string, unknown][] = [
    ['boot.config_path', first],
    ['boot.config_dir', dirname(first)],
    ...(options.set ?? []).map(parseSet),
    ...(options.overrides ?? []).map(parseOverride),
  ];
  const values = pairs.map(([key, value]) => ({ key, value, origin: FROM_FLAG }));
  for (const value of values) {
    const section = value.key.slice(0, value.key.indexOf('.'));
    if (!configSections.includes(section)) {
      const hint = didYouMean(section, configSections) ?? `Known sections: ${configSections.join(', ')}.`;
      report(diagnostic('P0404', `unknown section "${section}"`, { hint }));
    }
    for (const problem of checkOpenSection(value, false)) report(problem);
  }
  return values;
}

function addBase(merged: MergedValues, value: ConfigValue, environment: Environment, report: Report): void {
  const problems = checkOpenSection(value, false);
  for (const problem of problems) report(problem);
  checkEnvironmentReferences(value, environment, report);
  if (!isListOperation(value.key)) merged.set(value);
}

/** What can be said about a profile whether it is selected or not, so that a broken one is found before it is needed. */
function checkProfile(values: readonly ConfigValue[], selected: boolean, report: Report): void {
  for (const value of values) {
    for (const problem of checkOpenSection(value, true)) report(problem);
    if (value.key.startsWith('vars.')) checkEnvironmentReferences(value, 'forbidden', report);
  }
  // A selected profile is checked with everything it is laid over.
  if (selected) return;
  const known = values.filter(({ value }) => typeof value !== 'string' || !value.includes('${'));
  const byKey = new Map(known.map((value) => [value.key, value]));
  const flat = known.map(({ key, value }) => [key, value] as const);
  const place = (key: string) => placeOfOrigin(byKey.get(key)?.origin ?? FROM_FLAG, [], 'key');
  for (const problem of checkSettings(flat, place)) if (problem.code !== 'P0408') report(problem);
}

function selectProfile(
  merged: MergedValues,
  values: readonly ConfigValue[],
  environment: Environment,
  report: Report,
): void {
  for (const value of values) {
    if (!value.key.startsWith('vars.')) checkEnvironmentReferences(value, environment, report);
  }
  applyProfile(merged, values, report);
}

function unknownProfile(name: string, known: readonly string[]): Diagnostic {
  const list =
    known.length === 0 ? 'No configuration file declares profiles.' : `Profiles: ${[...known].sort().join(', ')}.`;
  return diagnostic('P0409', `unknown profile "${name}"`, { hint: didYouMean(name, known) ?? list });
}

interface ReadLayers {
  readonly layers: readonly ConfigLayer[];
  readonly files: readonly string[];
  /** The path of the first file, also where it does not exist. */
  readonly first: string;
}

async function readLayers(directory: string, named: readonly string[], report: Report): Promise<ReadLayers> {
  const paths = (named.length === 0 ? [CONFIG_FILE_NAME] : named).map((file) => resolve(directory, file));
  const layers: ConfigLayer[] = [];
  const files: string[] = [];
  for (const path of paths) {
    const text = await readText(path);
    if (text instanceof Error) {
      if (named.length === 0 && 'code' in text && text.code === 'ENOENT') continue;
      const hint =
        named.length === 0
          ? 'Make it a readable file, or remove it.'
          : 'Check the path given to --config; it is relative to the project directory.';
      report(diagnostic('P0405', `cannot read configuration file ${path}: ${fileProblem(text)}`, { hint }));
      continue;
    }
    files.push(path);
    const parsed = parseConfig(text, path);
    for (const problem of parsed.diagnostics) report(problem);
    layers.push(parsed);
  }
  return { layers, files, first: paths[0] };
}

async function readText(path: string): Promise<string | Error> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
