/** What the `system` module answers without changing anything: each question, who may ask it, and the answer. */

import { availableParallelism, cpus, hostname } from 'node:os';
import { LOCAL_NODE } from '../../core/pid/pid.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { countProcesses, describeHosts, describeModule, describeProcesses, describeService } from './inspect.ts';
import type { SystemParts } from './parts.ts';

/** A question; `subject` is the id that some of them are about. */
export interface Question {
  /** Resource of the permission `system.read`. */
  readonly resource: string;
  answer(parts: SystemParts, subject: string): unknown;
}

const question = (resource: string, answer: Question['answer']): Question => ({ resource, answer });

/** A node that stands alone has no consensus with others. */
const raft = (resource = 'raft'): Question =>
  question(resource, () => {
    throw unavailable('raft not available');
  });

/** By the names of the functions in Lua. */
export const QUESTIONS = {
  modules: question('modules', ({ modules }) => modules().map(describeModule)),
  'memory.stats': question('memory', ({ memory }) => memory.statistics()),
  'memory.allocated': question('memory', ({ memory }) => memory.statistics().alloc),
  'memory.heap_objects': question('memory', ({ memory }) => memory.statistics().heap_objects),
  'memory.get_limit': question('memory_limit', ({ memory }) => memory.limit),
  'gc.get_percent': question('gc_percent', ({ memory }) => memory.percent),
  // The event loop and what runs on it: the nearest to goroutines that there is.
  'runtime.goroutines': question('goroutines', ({ node }) => 1 + countProcesses(node)),
  'runtime.max_procs': question('gomaxprocs', ({ settings }) => settings.maximumProcessors),
  'runtime.cpu_count': question('cpu', () => cpus().length || availableParallelism()),
  'process.pid': question('pid', () => process.pid),
  'process.hostname': question('hostname', () => hostname()),
  'process.cwd': question('cwd', () => workingDirectory()),
  'node.id': question('node', ({ node }) => nodeId(node.id)),
  'node.addr': question('node', () => {
    throw unavailable('local node address not available');
  }),
  'node.role': question('node', () => 'non-member'),
  'cluster.members': question('cluster', ({ node }) => [{ id: nodeId(node.id), is_local: true }]),
  'cluster.leader': question('cluster', () => ''),
  'cluster.size': question('cluster', () => 1),
  'raft.is_leader': raft(),
  'raft.is_member': raft(),
  'raft.role': raft(),
  'raft.term': raft(),
  'raft.commit_index': raft(),
  'raft.stats': raft('raft_stats'),
  'supervisor.state': question('supervisor', ({ supervisor }, id) => {
    const state = supervisor.state(id);
    if (state === undefined) throw unavailable(`get service state: service not found: ${id}`);
    return describeService(state);
  }),
  'supervisor.states': question('supervisor', ({ supervisor }) => supervisor.states().map(describeService)),
  'hosts.list': question('hosts', ({ node }) => describeHosts(node)),
  'hosts.processes': question('hosts', ({ node }, id) => describeProcesses(node, id)),
} as const;

export type QuestionName = keyof typeof QUESTIONS;

function nodeId(id: string): string {
  return id === '' ? LOCAL_NODE : id;
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw unavailable(`get working directory: ${(error as Error).message}`);
  }
}

function unavailable(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Internal, retryable: false });
}
