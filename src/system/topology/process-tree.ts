import type { ProcessInfo } from '../../core/scheduler/process-info.ts';

/** A process with those it has spawned. */
export interface ProcessTreeNode {
  readonly process: ProcessInfo;
  readonly children: readonly ProcessTreeNode[];
}

/** The processes as a forest of spawners; one whose spawner has ended is a root. Parents and children oldest first. */
export function processTree(processes: Iterable<ProcessInfo>): ProcessTreeNode[] {
  const nodes = new Map<string, { process: ProcessInfo; children: ProcessTreeNode[] }>();
  for (const process of processes) nodes.set(process.pid.text, { process, children: [] });
  const roots: ProcessTreeNode[] = [];
  for (const node of [...nodes.values()].sort(byAge)) {
    const parent = node.process.parent === null ? undefined : nodes.get(node.process.parent.text);
    (parent === undefined ? roots : parent.children).push(node);
  }
  return roots;
}

/** The unique part of a PID counts up, with more digits as it grows. */
function byAge(left: ProcessTreeNode, right: ProcessTreeNode): number {
  const a = left.process.pid.unique;
  const b = right.process.pid.unique;
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
