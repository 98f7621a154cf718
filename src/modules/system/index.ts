/** Module `system`: the runtime itself. Reference: lua/system/system of the Wippy documentation. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { checkInteger, checkInteger64, checkString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction } from '../../lua/runtime/values.ts';
import { errorToLua, invalid } from '../../services/lua/convert/errors.ts';
import { toLua } from '../../services/lua/convert/host.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, defineModule, wait } from '../../services/lua/module.ts';
import {
  SystemCommand,
  type SystemExitCommand,
  type SystemLockCommand,
  type SystemReadCommand,
  type SystemSetCommand,
} from '../../services/system/commands.ts';
import type { QuestionName } from '../../services/system/questions.ts';
import { SYSTEM_TYPES } from './types.ts';

/** A function without arguments that gives an answer. */
function ask(question: QuestionName): LuaFunction {
  return () => read(question, '');
}

/** As `ask`, about the id that is the argument. */
function askAbout(question: QuestionName, functionName: string, missing: string): LuaFunction {
  return (...args) => {
    const subject = fromLuaString(checkString(args, 1, functionName));
    return subject === '' ? invalid(missing) : read(question, subject);
  };
}

function read(question: QuestionName, subject: string) {
  return attempt({ id: SystemCommand.Read, question, subject } as SystemReadCommand, (answer) => toLua(answer));
}

function set(setting: SystemSetCommand['setting'], value: bigint) {
  return attempt({ id: SystemCommand.Set, setting, value } as SystemSetCommand, (before) => toLua(before));
}

const setLimit: LuaFunction = (...args) => {
  if (args.length === 0) return invalid('memory limit value required');
  const limit = checkInteger64(args, 1, 'set_limit');
  return limit < -1n ? invalid('limit must be non-negative or -1') : set('memory_limit', limit);
};

const setPercent: LuaFunction = (...args) =>
  args.length === 0 ? invalid('percent value required') : set('gc_percent', checkInteger64(args, 1, 'set_percent'));

const maxProcs: LuaFunction = (...args) => {
  if (args.length === 0) return read('runtime.max_procs', '');
  const count = checkInteger64(args, 1, 'max_procs');
  return count <= 0n ? invalid('GOMAXPROCS value must be positive') : set('gomaxprocs', count);
};

const exit: LuaFunction = (...args) => {
  const code = args.length === 0 ? 0 : checkInteger(args, 1, 'exit');
  return attempt({ id: SystemCommand.Exit, code } as SystemExitCommand, () => true);
};

const acquire: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'acquire'));
  return wait({ id: SystemCommand.Lock, name } as SystemLockCommand, (acquired) => {
    if (acquired === true) return true;
    const held = new WippyError(`lock held: ${name}`, { kind: ErrorKind.AlreadyExists, retryable: false });
    return [false, errorToLua(held)];
  });
};

const release: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'release'));
  return wait({ id: SystemCommand.Unlock, name } as SystemLockCommand, (released) => released === true);
};

export const systemModule = defineModule({
  name: 'system',
  description: 'Memory, processes, services and the cluster as the runtime sees them, and its end.',
  classes: ['process', 'nondeterministic'],
  types: SYSTEM_TYPES,
  members: () => ({
    exit,
    modules: ask('modules'),
    memory: {
      stats: ask('memory.stats'),
      allocated: ask('memory.allocated'),
      heap_objects: ask('memory.heap_objects'),
      set_limit: setLimit,
      get_limit: ask('memory.get_limit'),
    },
    gc: {
      collect: () => attempt({ id: SystemCommand.Collect }, () => true),
      set_percent: setPercent,
      get_percent: ask('gc.get_percent'),
    },
    runtime: {
      goroutines: ask('runtime.goroutines'),
      max_procs: maxProcs,
      cpu_count: ask('runtime.cpu_count'),
    },
    process: {
      pid: ask('process.pid'),
      hostname: ask('process.hostname'),
      cwd: ask('process.cwd'),
    },
    node: { id: ask('node.id'), addr: ask('node.addr'), role: ask('node.role') },
    cluster: { members: ask('cluster.members'), leader: ask('cluster.leader'), size: ask('cluster.size') },
    raft: {
      is_leader: ask('raft.is_leader'),
      is_member: ask('raft.is_member'),
      role: ask('raft.role'),
      term: ask('raft.term'),
      commit_index: ask('raft.commit_index'),
      stats: ask('raft.stats'),
    },
    lock: { acquire, release },
    supervisor: {
      state: askAbout('supervisor.state', 'state', 'service ID required'),
      states: ask('supervisor.states'),
    },
    hosts: {
      list: ask('hosts.list'),
      processes: askAbout('hosts.processes', 'processes', 'host ID required'),
    },
  }),
});
