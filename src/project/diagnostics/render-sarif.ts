/** Diagnostics as SARIF 2.1.0, which code scanning services read. Rule: the OASIS specification of SARIF. */
import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DiagnosticCode, describeCode } from './codes.ts';
import type { Diagnostic, Severity, SourceRange } from './diagnostic.ts';

export interface SarifOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  /** Version of the program. */
  readonly version: string;
  /** Where the documentation of the program stands. */
  readonly informationUri?: string;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT = 'PROJECTROOT';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', hint: 'note' };

export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): string {
  const { directory, version, informationUri } = options;
  const codes = [...new Set(diagnostics.map((item) => item.code))].sort();
  const driver = {
    name: 'wippy',
    version,
    ...(informationUri === undefined ? {} : { informationUri }),
    rules: codes.map(rule),
  };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(directory).href.replace(/\/$/, '')}/` } },
    results: diagnostics.map((item) => result(item, codes.indexOf(item.code), directory)),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function rule(code: DiagnosticCode) {
  const { title = code, explanation = code, severity = 'error' } = describeCode(code) ?? {};
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: { text: `${explanation} \`wippy explain ${code}\` shows an example.` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result(item: Diagnostic, ruleIndex: number, directory: string) {
  const { code, severity, message, hint, entry, related = [] } = item;
  const physical = physicalLocation(item, directory);
  const logical = entry === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: entry, kind: 'member' }] };
  const isPlaced = physical !== undefined || entry !== undefined;
  const places = related.map((other, id) => ({
    id,
    message: { text: other.message },
    ...wrap(physicalLocation(other, directory)),
  }));
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    ...(isPlaced ? { locations: [{ ...wrap(physical), ...logical }] } : {}),
    ...(places.length === 0 ? {} : { relatedLocations: places }),
  };
}

function wrap(physicalLocation: object | undefined) {
  return physicalLocation === undefined ? {} : { physicalLocation };
}

function physicalLocation({ file, range }: { readonly file?: string; readonly range?: SourceRange }, root: string) {
  if (file === undefined) return undefined;
  return { artifactLocation: artifact(file, root), ...(range === undefined ? {} : { region: region(range) }) };
}

/** Files of the project are named relative to it, others by their absolute place. */
function artifact(file: string, root: string) {
  const path = relative(root, file);
  if (path.startsWith('..') || isAbsolute(path)) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

function region({ start, end }: SourceRange) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
