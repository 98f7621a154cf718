/** The text of a configuration file as a layer. */
import { isPlainObject, type PlainObject, quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import { didYouMean, onlyCandidate } from '../../infrastructure/suggest.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Fix } from '../diagnostics/fix.ts';
import { renameKey } from '../yaml/edit.ts';
import { locate, type PathSegment, scalarText } from '../yaml/locate.ts';
import { parseText, type SyntaxTree } from '../yaml/parse.ts';
import { toValue } from '../yaml/value.ts';
import { flattenSection } from './flatten.ts';
import type { ConfigLayer, ConfigValue } from './layer.ts';
import { configSections } from './settings.ts';

const SUPPORTED_VERSION = '1.0';

export interface ParsedConfig extends ConfigLayer {
  readonly diagnostics: readonly Diagnostic[];
}

/** Pure. An empty file is an error, because the version is mandatory. What the values mean is checked after merging. */
export function parseConfig(text: string, file: string): ParsedConfig {
  const tree = parseText(text, file);
  const { value, diagnostics: problems } = toValue(tree);
  const syntax: Diagnostic[] = [...tree.diagnostics, ...problems];
  if (hasErrors(syntax)) return { values: [], profiles: new Map(), diagnostics: syntax };
  const reader = new ConfigReader(tree);
  const layer = reader.read(value ?? {});
  return { ...layer, diagnostics: [...syntax, ...reader.diagnostics] };
}

class ConfigReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #tree: SyntaxTree;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  read(value: unknown): ConfigLayer {
    const profiles = new Map<string, readonly ConfigValue[]>();
    if (!isPlainObject(value)) {
      const hint = 'Start it with version: "1.0", then one mapping per section.';
      this.#report('P0401', [], 'the configuration file must hold a mapping', hint);
      return { values: [], profiles };
    }
    this.#version();
    const values = this.#sections(value, [], ['version', 'profiles']);
    const declared = this.#mapping(value, 'profiles', []) ?? {};
    for (const name of Object.keys(declared)) {
      const body = this.#mapping(declared, name, ['profiles']);
      if (body === undefined) continue;
      for (const key of ['version', 'profiles']) {
        if (!Object.hasOwn(body, key)) continue;
        const message = `profile "${name}" must not hold "${key}"`;
        this.#report('P0401', ['profiles', name, key], message, 'A profile holds sections.', 'key');
      }
      profiles.set(name, this.#sections(body, ['profiles', name], ['version', 'profiles']));
    }
    return { values, profiles };
  }

  #version(): void {
    const version = scalarText(this.#tree, ['version']) ?? '';
    if (version === SUPPORTED_VERSION) return;
    if (version === '') {
      const hint = `Add version: "${SUPPORTED_VERSION}" as the first line.`;
      this.#report('P0402', ['version'], 'missing version field', hint, 'key');
    } else {
      this.#report('P0403', ['version'], `unsupported version: ${version}`, `Write version: "${SUPPORTED_VERSION}".`);
    }
  }

  #sections(sections: PlainObject, base: readonly PathSegment[], skipped: readonly string[]): ConfigValue[] {
    const values: ConfigValue[] = [];
    for (const name of Object.keys(sections)) {
      if (skipped.includes(name)) continue;
      if (!configSections.includes(name)) {
        const hint = didYouMean(name, configSections) ?? `Known sections: ${configSections.join(', ')}.`;
        const correction = onlyCandidate(name, configSections);
        const edit = correction === undefined ? undefined : renameKey(this.#tree, [...base, name], correction);
        const title = `renamed "${name}" to "${correction}"`;
        const fix = edit && { file: this.#tree.file, title, edits: [edit] };
        this.#report('P0404', [...base, name], `unknown section "${name}"`, hint, 'key', fix);
      }
      const section = this.#mapping(sections, name, base);
      if (section === undefined) continue;
      for (const [key, value, path] of flattenSection(name, section)) {
        values.push({ key, value, origin: { tree: this.#tree, path: [...base, ...path] } });
      }
    }
    return values;
  }

  /** The mapping at a key; undefined where it is absent, empty or (reported) something else. */
  #mapping(parent: PlainObject, name: string, base: readonly PathSegment[]): PlainObject | undefined {
    const found = Object.hasOwn(parent, name) ? parent[name] : null;
    if (found === null) return undefined;
    if (isPlainObject(found)) return found;
    const what = base[0] === 'profiles' && base.length === 1 ? 'profile' : 'section';
    const message = `${what} "${name}" must hold a mapping, got ${typeName(found)} ${quoteValue(found)}`;
    this.#report('P0401', [...base, name], message, `Indent the settings of "${name}" below it as "key: value".`);
    return undefined;
  }

  #report(
    code: DiagnosticCode,
    path: readonly PathSegment[],
    message: string,
    hint: string,
    target: 'value' | 'key' = 'value',
    fix?: Fix,
  ): void {
    const range = locate(this.#tree, path, target)?.range;
    this.diagnostics.push(diagnostic(code, message, { file: this.#tree.file, range, hint, ...(fix && { fix }) }));
  }
}
