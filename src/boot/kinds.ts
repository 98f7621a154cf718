/** Every kind that applications can use, by family. */

import type { AnyKind } from '../core/kinds/index.ts';
import { envKinds } from '../services/env/kinds.ts';
import { fsKinds } from '../services/fs/kinds.ts';
import { httpKinds } from '../services/http/kinds.ts';
import { luaKinds } from '../services/lua/kinds.ts';
import { processKinds } from '../services/process/kinds.ts';
import { queueKinds } from '../services/queue/kinds.ts';
import { securityKinds } from '../services/security/kinds.ts';
import { sqlKinds } from '../services/sql/kinds.ts';
import { storeKinds } from '../services/store/kinds.ts';
import { terminalKinds } from '../services/terminal/kinds.ts';

let kinds: readonly AnyKind[] | undefined;

/** The declarations, which are made once; what a kind keeps while it runs is in the handlers of a registry of kinds. */
export function applicationKinds(): readonly AnyKind[] {
  kinds ??= declareKinds();
  return kinds;
}

function declareKinds(): AnyKind[] {
  return [
    ...luaKinds(),
    ...processKinds(),
    ...terminalKinds(),
    ...httpKinds(),
    ...fsKinds(),
    ...envKinds(),
    ...sqlKinds(),
    ...queueKinds(),
    ...securityKinds(),
    ...storeKinds(),
  ];
}
