/** Descriptions of hosts, processes, services and modules, in the terms of the `system` module. */

import type { Node } from '../../core/relay/node.ts';
import { ProcessHost } from '../../core/scheduler/process-host.ts';
import type { ProcessInfo } from '../../core/scheduler/process-info.ts';
import type { ServiceState } from '../../core/supervisor/index.ts';
import type { LuaModule } from '../lua/module.ts';

export type Description = Readonly<Record<string, unknown>>;

/** The hosts of a node that run processes, by id. */
function processHosts(node: Node): ProcessHost[] {
  const hosts = node.listHosts().filter((host): host is ProcessHost => host instanceof ProcessHost);
  return hosts.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The processes of all hosts of a node. */
export function countProcesses(node: Node): number {
  return processHosts(node).reduce((sum, { scheduler }) => sum + (scheduler?.processCount ?? 0), 0);
}

/** Hosts that the runtime makes for pools of functions: `<function id>#<language>.<n>`. */
const POOL_HOST = /#[^#]*\.\d+$/;

/** The hosts that are entries. */
export function describeHosts(node: Node): Description[] {
  return processHosts(node).flatMap(({ id, scheduler }) => {
    if (scheduler === null || POOL_HOST.test(id)) return [];
    const { workers, processes, globalQueue } = scheduler.statistics();
    const sum = (of: 'executed' | 'stolen' | 'localQueue' | 'injectQueue'): number =>
      workers.reduce((total, worker) => total + worker[of], 0);
    const queued = globalQueue + sum('localQueue') + sum('injectQueue');
    return [
      { id, workers: workers.length, processes, executed: sum('executed'), stolen: sum('stolen'), queue_depth: queued },
    ];
  });
}

/** The processes of a host, oldest first; none where there is no such host. */
export function describeProcesses(node: Node, hostId: string): Description[] {
  const host = processHosts(node).find(({ id }) => id === hostId);
  return (host?.scheduler?.list() ?? []).reverse().map((info) => describeProcess(hostId, info));
}

function describeProcess(host: string, info: ProcessInfo): Description {
  const { pid, source, state, steps, startedAt, parent, actor, queuedEvents, pendingCommands } = info;
  return {
    pid: pid.text,
    host,
    source,
    state,
    steps,
    started_at: nanoseconds(startedAt),
    ...(parent === null ? {} : { parent: parent.text }),
    ...(actor === null ? {} : { actor_id: actor }),
    stats: { queued_events: queuedEvents, pending_commands: pendingCommands },
  };
}

export function describeService(state: ServiceState): Description {
  const { id, status, desired, retryCount, lastUpdate, startedAt, details } = state;
  return {
    id,
    status,
    desired,
    retry_count: retryCount,
    last_update: nanoseconds(lastUpdate),
    started_at: startedAt === null ? 0 : nanoseconds(startedAt),
    ...(details === '' ? {} : { details }),
  };
}

export function describeModule({ name, description, classes }: LuaModule): Description {
  return { name, description, class: [...classes] };
}

/** Milliseconds since 1970 as nanoseconds. */
function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds)) * 1_000_000n;
}
