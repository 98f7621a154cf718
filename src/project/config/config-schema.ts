/** JSON Schema of configuration files, for editors. */
import { inertSettings, openSections, settings } from './settings.ts';

type JsonSchema = Record<string, unknown>;

/** References to variables may stand for values of any type. */
const REFERENCE = { type: 'string', pattern: '\\$\\{' };

const TEXTS = { type: 'array', items: { type: 'string' } };

/** The schema of `.wippy.yaml` and of the files of `--config`. */
export function configJsonSchema(): JsonSchema {
  const sections: Record<string, JsonSchema> = {};
  for (const setting of Object.values(settings)) {
    const { description, written, form, isText } = setting;
    const value = isText ? { ...form } : { anyOf: [{ ...form }, REFERENCE] };
    const fallback = written === '' ? {} : { default: isText ? written : defaultOf(form['type'], written) };
    put(sections, setting.key.split('.'), { description, ...value, ...fallback });
  }
  for (const { section, keys, reason } of inertSettings) {
    const description = `Has no effect: ${reason}.`;
    if (keys === undefined) sections[section] = { type: 'object', description };
    else for (const key of keys) put(sections, [section, ...key.split('.')], { description });
  }
  for (const section of openSections) sections[section] = { type: 'object', ...OPEN[section] };
  const profile = Object.fromEntries(Object.keys(sections).map((name) => [name, { type: ['object', 'null'] }]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Wippy',
    type: 'object',
    required: ['version'],
    additionalProperties: false,
    properties: {
      version: { enum: ['1.0'], description: 'Version of the configuration format.' },
      ...sections,
      profiles: {
        type: 'object',
        description: 'Sections that --profile lays over the others.',
        additionalProperties: { type: ['object', 'null'], properties: profile },
      },
    },
  };
}

const OPEN: Readonly<Record<string, JsonSchema>> = {
  disable: {
    description: 'Entries to leave out.',
    properties: {
      namespaces: { ...TEXTS, description: 'Patterns of namespaces.' },
      entries: { ...TEXTS, description: 'Patterns namespace:name.' },
      meta: { type: 'object', additionalProperties: TEXTS, description: 'Values of metadata fields.' },
    },
  },
  override: { description: 'Fields of entries that are replaced: namespace:entry:path, or maps of paths.' },
  vars: { description: 'Values that other values refer to by name.' },
  workspace: {
    description: 'Local directories in place of modules.',
    properties: {
      replacements: { type: 'object', additionalProperties: { type: ['string', 'null'] } },
    },
  },
};

function defaultOf(type: unknown, written: string): unknown {
  if (type === 'integer') return Number(written);
  return type === 'boolean' ? written === 'true' : written;
}

function put(sections: Record<string, JsonSchema>, path: readonly string[], value: JsonSchema): void {
  let properties = sections;
  path.forEach((part, index) => {
    if (index === path.length - 1) {
      properties[part] = value;
      return;
    }
    properties[part] ??= group();
    properties = properties[part]['properties'] as Record<string, JsonSchema>;
  });
}

/** Keys with dots may stand for nested maps. */
function group(): JsonSchema {
  return { type: ['object', 'null'], properties: {}, additionalProperties: false, patternProperties: { '\\.': {} } };
}
