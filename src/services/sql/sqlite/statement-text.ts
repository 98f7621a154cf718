/** SQL text cut into statements, with its parameters numbered. Works on byte strings: SQLite's syntax is all ASCII. */

/** One statement whose parameters are all written `?`. */
export interface ParsedStatement {
  readonly sql: string;
  /** For each `?`, the argument that it stands for, from 0: `?2`, `$a` and `:a` may use one more than once. */
  readonly parameters: readonly number[];
  /** Arguments that the statement takes. */
  readonly count: number;
  /** The first word in capitals. */
  readonly verb: string;
  /** For statements that would open or write other files than that of the database. */
  readonly leavesFile: boolean;
}

const SPACE = /\s+/y;
const WORD = /[A-Za-z_\x80-\xff][\w$\x80-\xff]*/y;
const NUMBER = /\d[\w.]*/y;
const NAMED = /[:@$][\w$\x80-\xff]+/y;
const QUESTION = /\?(\d*)/y;

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

/** The position after a text or name in quotes that begins here; a doubled quote is part of it. */
function skipQuoted(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start + 1);
  while (end >= 0 && quote !== ']' && text[end + 1] === quote) end = text.indexOf(quote, end + 2);
  return end < 0 ? text.length : end + 1;
}

function skipTo(text: string, start: number, mark: string): number {
  const end = text.indexOf(mark, start);
  return end < 0 ? text.length : end + mark.length;
}

/** Collects one statement. */
class Statement {
  private text = '';
  private readonly parameters: number[] = [];
  private readonly names = new Map<string, number>();
  private highest = 0;
  /** The first words, in capitals: what kind of statement it is. */
  private readonly words: string[] = [];
  /** The last token that is no space, and the one before. */
  private last = '';
  private beforeLast = '';

  /** True if nothing but spaces and comments was added. */
  get isEmpty(): boolean {
    return this.last === '';
  }

  /** Text that means nothing. */
  skip(text: string): void {
    this.text += text;
  }

  token(text: string): void {
    this.text += text;
    this.beforeLast = this.last;
    this.last = text;
  }

  word(text: string): void {
    this.token(text);
    if (this.words.length < 4) this.words.push(text.toUpperCase());
  }

  numbered(digits: string): void {
    this.parameter(digits === '' ? this.highest + 1 : Number(digits));
  }

  named(name: string): void {
    const known = this.names.get(name);
    const number = known ?? this.highest + 1;
    this.names.set(name, number);
    this.parameter(number);
  }

  private parameter(number: number): void {
    this.highest = Math.max(this.highest, number);
    this.parameters.push(number - 1);
    this.token('?');
  }

  /** Whether a semicolon ends the statement: the body of a trigger has semicolons of its own. */
  endsHere(): boolean {
    const start = this.words[0] === 'EXPLAIN' ? 1 : 0;
    const temporary = this.words[start + 1] === 'TEMP' || this.words[start + 1] === 'TEMPORARY';
    const isTrigger = this.words[start] === 'CREATE' && this.words[start + (temporary ? 2 : 1)] === 'TRIGGER';
    return !isTrigger || (this.last.toUpperCase() === 'END' && this.beforeLast === ';');
  }

  parsed(): ParsedStatement {
    const [verb = '', ...others] = this.words;
    return {
      sql: this.text.trim(),
      parameters: this.parameters,
      count: this.highest,
      verb,
      leavesFile: verb === 'ATTACH' || (verb === 'VACUUM' && others.includes('INTO')),
    };
  }
}

/** The statements of a text in their order; empty ones are left out. */
export function parseStatements(sql: string): ParsedStatement[] {
  const found: ParsedStatement[] = [];
  let statement = new Statement();
  const finish = (): void => {
    if (!statement.isEmpty) found.push(statement.parsed());
    statement = new Statement();
  };
  let position = 0;
  while (position < sql.length) {
    const character = sql[position] as string;
    const start = position;
    const take = (end: number): string => {
      position = end;
      return sql.slice(start, end);
    };
    if (character === ';') {
      position++;
      if (statement.endsHere()) finish();
      else statement.token(';');
    } else if (character === '-' && sql[position + 1] === '-') {
      statement.skip(take(skipTo(sql, position, '\n')));
    } else if (character === '/' && sql[position + 1] === '*') {
      statement.skip(take(skipTo(sql, position + 2, '*/')));
    } else if (character === "'" || character === '"' || character === '`') {
      statement.token(take(skipQuoted(sql, position, character)));
    } else if (character === '[') {
      statement.token(take(skipQuoted(sql, position, ']')));
    } else {
      const question = match(QUESTION, sql, position);
      const named = question === null ? match(NAMED, sql, position) : null;
      if (question !== null) {
        position += question[0].length;
        statement.numbered(question[1] as string);
      } else if (named !== null) {
        position += named[0].length;
        statement.named(named[0]);
      } else {
        const space = match(SPACE, sql, position);
        const word = match(WORD, sql, position);
        if (space !== null) statement.skip(take(position + space[0].length));
        else if (word !== null) statement.word(take(position + word[0].length));
        else statement.token(take(position + (match(NUMBER, sql, position)?.[0].length ?? 1)));
      }
    }
  }
  finish();
  return found;
}
