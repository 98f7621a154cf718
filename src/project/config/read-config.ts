/** Reads `.wippy.yaml` and the files of `--config`, checks them and merges them in order. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Config, type ConfigWarningHandler } from '../../infrastructure/config.ts';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { locate, scalarText } from '../yaml/locate.ts';
import { parseText } from '../yaml/parse.ts';
import { toValue } from '../yaml/value.ts';
import { checkSettings } from './check-settings.ts';
import { parseOverride, parseSet } from './command-line.ts';
import { flattenSection } from './flatten.ts';
import { configSections } from './settings.ts';

export const CONFIG_FILE_NAME = '.wippy.yaml';
const SUPPORTED_VERSION = '1.0';

export interface ConfigOptions {
  /** Files to merge in order, relative to `directory`; each must exist. Without any, an optional `.wippy.yaml`. */
  readonly files?: readonly string[];
  /** Texts of `--set`, above the files. */
  readonly set?: readonly string[];
  /** Texts of `-o`, above everything. */
  readonly overrides?: readonly string[];
  /** Told of settings whose type is wrong, when a component reads them. */
  readonly warn?: ConfigWarningHandler;
}

export interface ReadConfig {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the files that were read. */
  readonly files: readonly string[];
}

/**
 * The configuration of a project. Adds `boot.config_path` and `boot.config_dir`; the first file names the directory.
 * Throws Invalid for a malformed `--set` or `-o`; problems of the files are diagnostics.
 */
export async function readConfig(directory: string, options: ConfigOptions = {}): Promise<ReadConfig> {
  const named = options.files ?? [];
  const paths = (named.length === 0 ? [CONFIG_FILE_NAME] : named).map((file) => resolve(directory, file));
  const diagnostics: Diagnostic[] = [];
  const files: string[] = [];
  const values = new Map<string, unknown>();
  for (const path of paths) {
    const text = await readText(path);
    if (text instanceof Error) {
      if (named.length === 0 && 'code' in text && text.code === 'ENOENT') continue;
      diagnostics.push(
        diagnostic('P0405', `cannot read configuration file ${path}: ${fileProblem(text)}`, {
          hint:
            named.length === 0
              ? 'Make it a readable file, or remove it.'
              : 'Check the path given to --config; it is relative to the project directory.',
        }),
      );
      continue;
    }
    files.push(path);
    const parsed = parseConfig(text, path);
    diagnostics.push(...parsed.diagnostics);
    for (const [key, value] of parsed.values) values.set(key, value);
  }
  const above: [string, unknown][] = [
    ['boot.config_path', paths[0]],
    ['boot.config_dir', dirname(paths[0])],
    ...(options.set ?? []).map(parseSet),
    ...(options.overrides ?? []).map(parseOverride),
  ];
  for (const [key, value] of above) values.set(key, value);
  for (const [key] of above) {
    const section = key.slice(0, key.indexOf('.'));
    if (!configSections.includes(section)) diagnostics.push(unknownSection(section, {}));
  }
  diagnostics.push(...checkSettings(above, () => ({})));
  return { config: new Config(values, options.warn), diagnostics, files };
}

export interface ParsedConfig {
  readonly values: readonly (readonly [string, unknown])[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The flat values of one configuration file. Pure. An empty file is an error, because the version is mandatory. */
export function parseConfig(text: string, file: string): ParsedConfig {
  const tree = parseText(text, file);
  const { value, diagnostics: problems } = toValue(tree);
  const diagnostics: Diagnostic[] = [...tree.diagnostics, ...problems];
  if (diagnostics.some((item) => item.severity === 'error')) return { values: [], diagnostics };
  if (!isPlainObject(value ?? {})) {
    const hint = 'Start it with version: "1.0", then one mapping per section.';
    diagnostics.push(
      diagnostic('P0401', 'the configuration file must hold a mapping', { file, range: locate(tree, [])?.range, hint }),
    );
    return { values: [], diagnostics };
  }
  const sections = isPlainObject(value) ? value : {};
  const version = scalarText(tree, ['version']) ?? '';
  if (version === '') {
    const hint = `Add version: "${SUPPORTED_VERSION}" as the first line.`;
    diagnostics.push(
      diagnostic('P0402', 'missing version field', { file, range: locate(tree, ['version'], 'key')?.range, hint }),
    );
  } else if (version !== SUPPORTED_VERSION) {
    const hint = `Write version: "${SUPPORTED_VERSION}".`;
    const range = locate(tree, ['version'])?.range;
    diagnostics.push(diagnostic('P0403', `unsupported version: ${version}`, { file, range, hint }));
  }
  const values: [string, unknown][] = [];
  for (const [name, section] of Object.entries(sections)) {
    if (name === 'version') continue;
    if (!configSections.includes(name)) {
      diagnostics.push(unknownSection(name, { file, range: locate(tree, [name], 'key')?.range }));
    }
    if (section === null) continue;
    if (!isPlainObject(section)) {
      const hint = `Indent the settings of "${name}" below it as "key: value".`;
      diagnostics.push(
        diagnostic('P0401', `section "${name}" must hold a mapping`, {
          file,
          range: locate(tree, [name])?.range,
          hint,
        }),
      );
      continue;
    }
    values.push(...flattenSection(name, section));
  }
  const place = (key: string) => ({ file, range: locate(tree, key.split('.'), 'key')?.range });
  diagnostics.push(...checkSettings(values, place));
  return { values, diagnostics };
}

function unknownSection(name: string, place: Pick<Diagnostic, 'file' | 'range'>): Diagnostic {
  const hint = didYouMean(name, configSections) ?? `Known sections: ${configSections.join(', ')}.`;
  return diagnostic('P0404', `unknown section "${name}"`, { ...place, hint });
}

async function readText(path: string): Promise<string | Error> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
