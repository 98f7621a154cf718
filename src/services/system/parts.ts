/** What the commands of the `system` module work on. */

import type { Node } from '../../core/relay/node.ts';
import type { Supervisor } from '../../core/supervisor/index.ts';
import type { ShutdownTrigger } from '../../system/context-keys.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import type { Names } from '../../system/topology/names.ts';
import type { LuaModule } from '../lua/module.ts';
import type { MemoryMonitor } from './memory.ts';

/** Settings of the engine that programs may read and set. */
export interface EngineSettings {
  /** Threads that run Lua: one isolate has one. A value that is set is kept, for programs that size pools by it. */
  maximumProcessors: number;
}

export interface SystemParts {
  readonly access: AccessControl;
  readonly memory: MemoryMonitor;
  readonly names: Names;
  readonly node: Node;
  readonly settings: EngineSettings;
  readonly shutdown: ShutdownTrigger;
  readonly supervisor: Pick<Supervisor, 'state' | 'states'>;
  /** The modules that applications can use. */
  readonly modules: () => readonly LuaModule[];
}
