/** Certificates for tests, made when they are asked for. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** Whether this machine can make certificates. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** An authority, and what it issues. */
export class Authority implements KeyPair {
  readonly cert: string;
  readonly key: string;

  constructor(name = 'Test Authority') {
    const { cert, key } = generate(name, ['-addext', 'basicConstraints=critical,CA:TRUE']);
    this.cert = cert;
    this.key = key;
  }

  /** A certificate for 127.0.0.1 and localhost. */
  issue(name: string): KeyPair {
    return generate(name, ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'], this);
  }
}

function generate(name: string, options: readonly string[], issuer?: KeyPair): KeyPair {
  const directory = mkdtempSync(join(tmpdir(), 'certificates-'));
  try {
    const file = (part: string): string => join(directory, part);
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    args.push('-subj', `/CN=${name}`, '-keyout', file('key'), '-out', file('cert'), ...options);
    if (issuer !== undefined) {
      writeFileSync(file('ca.cert'), issuer.cert);
      writeFileSync(file('ca.key'), issuer.key);
      args.push('-CA', file('ca.cert'), '-CAkey', file('ca.key'), '-addext', 'basicConstraints=critical,CA:FALSE');
    }
    execFileSync('openssl', args, { stdio: 'ignore' });
    return { cert: readFileSync(file('cert'), 'utf8'), key: readFileSync(file('key'), 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
