/** What a request sends: a form with files, a form, or a body. */

import { randomBytes } from 'node:crypto';
import type { ClientFile, ClientRequest } from './request.ts';

export interface RequestContent {
  readonly type: string | null;
  readonly bytes: Uint8Array | null;
}

export async function contentOf(request: ClientRequest): Promise<RequestContent> {
  if (request.files.length > 0) return multipart(request);
  if (request.form.length > 0) {
    const form = new URLSearchParams(request.form.map(([name, value]): [string, string] => [name, value]));
    return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(form.toString()) };
  }
  return { type: null, bytes: request.body !== null && request.body.length > 0 ? request.body : null };
}

async function multipart({ form, files }: ClientRequest): Promise<RequestContent> {
  const boundary = randomBytes(24).toString('hex');
  const parts: Uint8Array[] = [];
  const head = (disposition: string): void => {
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`));
  };
  for (const [name, value] of form) {
    head(`name="${escapeQuoted(name)}"`);
    parts.push(Buffer.from(`\r\n${value}\r\n`));
  }
  for (const file of files) {
    head(`name="${escapeQuoted(file.name)}"; filename="${escapeQuoted(file.filename)}"`);
    parts.push(
      Buffer.from('Content-Type: application/octet-stream\r\n\r\n'),
      ...(await bytesOf(file)),
      Buffer.from('\r\n'),
    );
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(parts) };
}

/** Quotes and line breaks would end the name. */
function escapeQuoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

async function bytesOf({ content }: ClientFile): Promise<Uint8Array[]> {
  if (content instanceof Uint8Array) return [content];
  const chunks: Uint8Array[] = [];
  for (let chunk = await content(65_536); chunk !== null; chunk = await content(65_536)) chunks.push(chunk);
  return chunks;
}
