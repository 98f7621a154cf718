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

export function applicationKinds(): AnyKind[] {
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
