/** Ports, routes and names of commands that more than one entry wants. */
import { type Claim, claimsCollide, type FindConfiguration } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import type { CheckContext } from './context.ts';

const CODES: Readonly<Record<Claim['resource'], DiagnosticCode>> = {
  route: 'P0703',
  port: 'P0704',
  command: 'P0705',
};

const HINTS: Readonly<Record<Claim['resource'], string>> = {
  route: 'Change the path, the method, or the prefix of the router of one of them.',
  port: 'Give one of them another port.',
  command: 'Rename one of them.',
};

interface Claimed {
  readonly entry: Entry;
  readonly claim: Claim;
}

/** Reports what is claimed twice. Gives the ids of the entries that were asked for what they claim, and of those behind. */
export function checkClaims(context: CheckContext): ReadonlySet<string> {
  const { kinds, byId } = context;
  const asked = new Set<string>();
  const find: FindConfiguration = (id) => {
    asked.add(id);
    const entry = byId.get(id);
    const config = entry && kinds.definition(entry.kind) && kinds.check(entry).config;
    return entry === undefined || config === undefined ? undefined : { id, kind: entry.kind, config };
  };
  const taken = new Map<string, Claimed[]>();
  for (const entry of context.entries) {
    if (kinds.definition(entry.kind)?.claims === undefined) continue;
    asked.add(entry.id);
    for (const claim of kinds.claims(entry, find)) {
      const key = `${claim.resource} ${claim.key}`;
      const former = taken.get(key) ?? [];
      const other = former.find((item) => claimsCollide(item.claim, claim));
      if (other === undefined) taken.set(key, [...former, { entry, claim }]);
      else collide({ entry, claim }, other, context);
    }
  }
  return asked;
}

function collide({ entry, claim }: Claimed, other: Claimed, context: CheckContext): void {
  const { file, range } = context.places.at(other.entry, other.claim.path);
  context.reportAt(CODES[claim.resource], `${claim.text} is taken by ${other.entry.id}`, entry, claim.path, {
    severity: claim.certain && other.claim.certain ? 'error' : 'warning',
    hint: HINTS[claim.resource],
    related: [{ message: 'taken here', file, range }],
  });
}
