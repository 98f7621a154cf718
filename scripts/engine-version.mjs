// The version of the Lua engine: a digest of its sources, so that compiled code of another engine is recognised.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function engineVersion(root) {
  const directory = join(root, 'src/lua');
  const hash = createHash('sha256');
  for (const name of readdirSync(directory, { recursive: true }).map(String).sort()) {
    if (name.endsWith('.ts')) hash.update(`${name}\0`).update(readFileSync(join(directory, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
