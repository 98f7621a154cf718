/** `${env:NAME}` in texts of entries. Rule: system/database of the Wippy documentation. */

import type { EnvService } from './env-service.ts';

const PLACEHOLDER = /\$\{env:([^}]*)\}/g;

/**
 * The text with the values of variables in place of `${env:NAME}`; a name is a public name or an entry id.
 * @throws WippyError NotFound `environment variable not found`.
 */
export function fillPlaceholders(text: string, env: EnvService, namespace: string): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => env.get(name, namespace));
}
