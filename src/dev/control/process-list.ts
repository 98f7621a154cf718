/** The processes of a node, as `wippy ps` shows them. */
import type { Node } from '../../core/relay/node.ts';
import { ProcessHost } from '../../core/scheduler/process-host.ts';
import type { Names } from '../../system/topology/names.ts';

export interface ListedProcess {
  readonly pid: string;
  readonly host: string;
  /** Entry id of its code. */
  readonly source: string;
  readonly names: readonly string[];
  readonly state: string;
  /** Messages and events that it has not taken yet. */
  readonly mailbox: number;
  readonly steps: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly parent: string | null;
  /** Whether its code has changed since it began or was upgraded. */
  readonly outdated: boolean;
}

/** Hosts that the runtime makes for pools of functions have this in their id. */
const POOL = '#';

/** Oldest first; instances of function pools are left out, as they only wait for calls. */
export function listProcesses(node: Node, names: Names): ListedProcess[] {
  const found: ListedProcess[] = [];
  for (const host of node.listHosts()) {
    if (!(host instanceof ProcessHost) || host.id.includes(POOL)) continue;
    for (const info of host.scheduler?.list() ?? []) {
      found.push({
        pid: info.pid.text,
        host: host.id,
        source: info.source,
        names: names.namesOf(info.pid),
        state: info.state,
        mailbox: info.queuedEvents,
        steps: info.steps,
        startedAt: info.startedAt,
        parent: info.parent?.text ?? null,
        outdated: info.outdated,
      });
    }
  }
  return found.sort((a, b) => a.startedAt - b.startedAt || (a.pid < b.pid ? -1 : 1));
}
