/** YAML or JSON text to its syntax tree, with every problem of the text as a diagnostic. */
import { Composer, type CST, type Document, type ParsedNode, Parser, type YAMLParseError } from 'yaml';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../diagnostics/line-index.ts';

/** Texts longer than this (UTF-16 code units) are refused, so that one file cannot occupy the program for minutes. */
export const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

/** Deepest nesting of lists and mappings. Composing takes about a kilobyte of stack per level. */
export const MAX_DEPTH = 200;

/** One syntax error usually causes others; after this many the rest of a file is not worth reading. */
const MAX_SYNTAX_ERRORS = 10;
const MAX_MESSAGE_LENGTH = 200;

export interface SyntaxTree {
  readonly file: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** The first document; undefined where the text is empty or cannot be read at all. */
  readonly root: ParsedNode | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses the first document of `text`. Pure: no file is read. Scalars stay texts in the tree; `toValue` gives them
 * their meaning.
 */
export function parseText(text: string, file: string): SyntaxTree {
  const lines = new LineIndex(text);
  const failed = (item: Diagnostic): SyntaxTree => ({ file, text, lines, root: undefined, diagnostics: [item] });
  if (text.length > MAX_TEXT_LENGTH) {
    return failed(
      diagnostic('P0011', `the file holds ${text.length} characters, more than the limit of ${MAX_TEXT_LENGTH}`, {
        file,
        hint: 'Move large values to files of their own and refer to them with file://.',
      }),
    );
  }
  const tokens = firstDocuments(text);
  if (deeperThan(tokens, MAX_DEPTH)) {
    return failed(
      diagnostic('P0006', `the document nests lists and mappings deeper than ${MAX_DEPTH} levels`, {
        file,
        hint: 'Flatten the data, or check for unclosed brackets.',
      }),
    );
  }
  const [first, second] = compose(tokens);
  const errors = withoutConsequences(first?.errors ?? [], lines);
  const diagnostics = errors.slice(0, MAX_SYNTAX_ERRORS).map((error) => describe(error, file, lines));
  if (second?.contents != null && diagnostics.length === 0 && second.contents.range[1] > second.contents.range[0]) {
    const [start] = second.contents.range;
    diagnostics.push(
      diagnostic('P0007', 'the file holds more than one YAML document; only the first is read', {
        file,
        range: lines.range(start, start + 1),
        hint: 'Move this document to a file of its own.',
      }),
    );
  }
  return { file, text, lines, root: first?.contents ?? undefined, diagnostics };
}

type FirstDocument = Document.Parsed<ParsedNode> | undefined;

/** The tokens of the first two documents; parsing stops there, so that what follows costs nothing. */
function firstDocuments(text: string): CST.Token[] {
  const source = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const tokens: CST.Token[] = [];
  let documents = 0;
  for (const token of new Parser().parse(source)) {
    tokens.push(token);
    if (token.type === 'document') documents += 1;
    if (documents === 2) break;
  }
  return tokens;
}

/**
 * Whether tokens nest deeper than `limit`. Composing recurses, and a stack overflow inside of V8 cannot be caught
 * reliably, so the depth is known before it starts.
 */
function deeperThan(tokens: readonly CST.Token[], limit: number): boolean {
  let level: readonly unknown[] = tokens;
  for (let depth = 0; level.length > 0; depth += 1) {
    // A document and its value are two levels of tokens that are no nesting.
    if (depth > limit + 2) return true;
    const next: unknown[] = [];
    for (const token of level as CST.Token[]) {
      if (token.type === 'document') next.push(token.value);
      else if ('items' in token) for (const item of token.items) next.push(item.key, item.value);
    }
    level = next.filter((token) => token != null);
  }
  return false;
}

function compose(tokens: readonly CST.Token[]): [FirstDocument, FirstDocument] {
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    strict: true,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(tokens)] as FirstDocument[];
  return [documents[0], documents[1]];
}

/** One mistake on a line makes the parser complain several times; its first complaint is the best. */
function withoutConsequences(errors: readonly YAMLParseError[], lines: LineIndex): YAMLParseError[] {
  const seen = new Set<number>();
  return errors.filter(({ pos }) => {
    const { line } = lines.position(pos[0]);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function describe(error: YAMLParseError, file: string, lines: LineIndex): Diagnostic {
  const range = lines.range(error.pos[0], error.pos[1]);
  const message = firstLine(error.message);
  if (error.code === 'TAB_AS_INDENT') {
    return diagnostic('P0002', 'a tab character is used for indentation', {
      file,
      range,
      hint: 'Replace the tab by spaces.',
    });
  }
  return diagnostic('P0001', message, { file, range, hint: SYNTAX_HINTS[error.code] });
}

const SYNTAX_HINTS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'Give all items of one list or mapping the same indentation.',
  BAD_SCALAR_START: 'Put the value in quotes: it starts with a character that has a meaning in YAML.',
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if it contains ": ".',
  MISSING_CHAR: 'Add the missing character, or put the value in quotes.',
  MULTILINE_IMPLICIT_KEY: 'A key ends on its line; a ":" is missing, or a quote or bracket is not closed.',
  UNEXPECTED_TOKEN: 'Check quotes, brackets and indentation before this place.',
};

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0].replace(/ at line \d+, column \d+:?$/, '');
  const short = line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}...` : line;
  return short.charAt(0).toLowerCase() + short.slice(1);
}
