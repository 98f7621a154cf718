/**
 * Splits Markdown along its structure: a chunk holds blocks of one section and begins with the heading of the section.
 * Blocks that are too long are split further as plain text, tables between their rows.
 */

import { Lexer, type Token, type Tokens } from 'marked';
import { characterCount, type SplitOptions, splitRecursively } from './recursive.ts';

export interface MarkdownOptions extends SplitOptions {
  /** Never splits a code block. */
  readonly codeBlocks: boolean;
  /** Keeps the definitions of reference links, each as a block where it stands. */
  readonly referenceLinks: boolean;
  /** Chunks begin with the headings of all sections around them, not only the nearest. */
  readonly headingHierarchy: boolean;
  /** Puts as many rows of a table into a chunk as fit; otherwise each row is a block of its own. */
  readonly joinTableRows: boolean;
}

interface Heading {
  readonly depth: number;
  readonly text: string;
}

/** The chunks of a document, in order. */
export function splitMarkdown(text: string, options: MarkdownOptions): string[] {
  const splitter = new MarkdownSplitter(options);
  for (const token of blocks(text.replace(/\r\n?/g, '\n'))) splitter.add(token);
  return splitter.finish();
}

/** The blocks of a document; what is inside their lines does not matter here. */
function blocks(text: string): Token[] {
  try {
    return new Lexer().blockTokens(text);
  } catch {
    // The library gives up on blocks that nest thousands of times: then the document is plain text.
    return [{ type: 'text', raw: text, text }];
  }
}

class MarkdownSplitter {
  private readonly options: MarkdownOptions;
  private readonly chunks: string[] = [];
  /** Headings of the sections that are open, outer ones first. */
  private headings: Heading[] = [];
  /** Whether the innermost section has blocks, or sections inside that repeat its heading. */
  private used = true;
  private body = '';

  constructor(options: MarkdownOptions) {
    this.options = options;
  }

  add(token: Token): void {
    const raw = token.raw.replace(/\s+$/, '');
    switch (token.type) {
      case 'heading':
        this.open(token as Tokens.Heading, raw);
        return;
      case 'space':
        return;
      case 'hr':
        this.flush();
        return;
      case 'def':
        if (this.options.referenceLinks) this.addBlock(raw);
        return;
      case 'code':
        if (this.options.codeBlocks) this.addPiece(raw);
        else this.addBlock(raw);
        return;
      case 'table':
        for (const part of this.tableParts(token as Tokens.Table)) this.addPiece(part);
        return;
      default:
        this.addBlock(raw);
    }
  }

  finish(): string[] {
    this.close();
    return this.chunks;
  }

  private open(heading: Tokens.Heading, raw: string): void {
    const outer = this.headings.filter(({ depth }) => depth < heading.depth);
    // The sections inside repeat the heading of one that has nothing but them.
    if (this.options.headingHierarchy && outer.length === this.headings.length) this.used = true;
    this.close();
    this.headings = [...outer, { depth: heading.depth, text: raw }];
    this.used = false;
  }

  /** Ends the innermost section; one without any block is a chunk of its heading. */
  private close(): void {
    this.flush();
    if (!this.used) this.chunks.push(this.prefix);
    this.used = true;
  }

  private get prefix(): string {
    const shown = this.options.headingHierarchy ? this.headings : this.headings.slice(-1);
    return shown.map(({ text }) => text).join('\n');
  }

  /** Characters that the headings leave to a chunk; at least half of it, however long they are. */
  private get room(): number {
    const { prefix } = this;
    const taken = prefix === '' ? 0 : characterCount(prefix) + 1;
    return Math.max(this.options.chunkSize - taken, Math.ceil(this.options.chunkSize / 2));
  }

  /** A block that may be split as plain text. */
  private addBlock(text: string): void {
    const { room } = this;
    if (characterCount(text) <= room) {
      this.addPiece(text);
      return;
    }
    const chunkOverlap = Math.min(this.options.chunkOverlap, Math.floor(room / 2));
    for (const piece of splitRecursively(text, { ...this.options, chunkSize: room, chunkOverlap })) {
      this.flush();
      this.addPiece(piece);
    }
  }

  /** A text that stays in one chunk. */
  private addPiece(text: string): void {
    if (text.trim() === '') return;
    this.used = true;
    if (this.body !== '' && characterCount(this.body) + 2 + characterCount(text) > this.room) this.flush();
    this.body = this.body === '' ? text : `${this.body}\n\n${text}`;
  }

  private flush(): void {
    if (this.body === '') return;
    const { prefix } = this;
    this.chunks.push(prefix === '' ? this.body : `${prefix}\n${this.body}`);
    this.body = '';
  }

  /** Parts of a table, each with its head. */
  private tableParts(table: Tokens.Table): string[] {
    const [title = '', ruler = '', ...rows] = table.raw.trimEnd().split('\n');
    const head = `${title}\n${ruler}`;
    if (rows.length === 0) return [head];
    const parts: string[] = [];
    let part = head;
    for (const row of rows) {
      const full = !this.options.joinTableRows || characterCount(part) + 1 + characterCount(row) > this.room;
      if (part !== head && full) {
        parts.push(part);
        part = head;
      }
      part += `\n${row}`;
    }
    parts.push(part);
    return parts;
  }
}
