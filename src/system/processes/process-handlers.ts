import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { PID } from '../../core/pid/pid.ts';
import type { AccessControl } from '../security/access-control.ts';
import type { Action } from '../security/actions.ts';
import type { Topology } from '../topology/topology.ts';
import { customNotAllowed, noProcess, notAllowed } from './errors.ts';
import {
  type CancelCommand,
  type ExecCommand,
  ProcessCommand,
  type ProcessOptions,
  type SendCommand,
  type SetOptionsCommand,
  type SpawnCommand,
  type TargetCommand,
} from './process-commands.ts';
import type { ProcessManager } from './process-manager.ts';
import { readProcessOptions } from './process-options.ts';
import type { SpawnRequest } from './spawn-request.ts';
import type { UpgradableProcesses } from './upgradable-processes.ts';

export interface ProcessHandlerParts {
  processes: ProcessManager;
  topology: Topology;
  upgradable: UpgradableProcesses;
  access: AccessControl;
}

/** Registers the commands of the process range and the process options. */
export function registerProcessCommands(dispatcher: Dispatcher, parts: ProcessHandlerParts): void {
  const { processes, topology, upgradable } = parts;
  const gate = new ProcessGate(parts);

  dispatcher.registerImmediate<SendCommand>(ProcessCommand.Send, (command, context) => {
    gate.checkTarget('process.send', 'send', command.destination, context);
    processes.send(context.pid, command.destination, command.topic, command.payloads);
    return null;
  });
  dispatcher.registerImmediate<SpawnCommand>(ProcessCommand.Spawn, ({ request }, context) => {
    gate.checkSpawn(request, context);
    return processes.spawn(request, context);
  });
  dispatcher.register<ExecCommand>(ProcessCommand.Exec, ({ request }, completion, context) => {
    gate.checkExec(request, context);
    processes.exec(request, context, ({ value, error }) => {
      if (error === null) completion.complete(value);
      else completion.fail(error);
    });
  });
  dispatcher.registerImmediate<TargetCommand>(ProcessCommand.Terminate, ({ destination }, context) => {
    processes.terminate(gate.target('process.terminate', 'terminate', destination, context));
    return null;
  });
  dispatcher.registerImmediate<CancelCommand>(ProcessCommand.Cancel, ({ destination, reason }, context) => {
    processes.cancel(context.pid, gate.target('process.cancel', 'cancel', destination, context), reason);
    return null;
  });
  registerRelation(ProcessCommand.Monitor, 'monitor', (self, target) => topology.monitor(self, target));
  registerRelation(ProcessCommand.Unmonitor, 'unmonitor', (self, target) => topology.demonitor(self, target));
  registerRelation(ProcessCommand.Link, 'link', (self, target) => topology.link(self, target));
  registerRelation(ProcessCommand.Unlink, 'unlink', (self, target) => topology.unlink(self, target));
  dispatcher.registerImmediate<SetOptionsCommand>(ProcessCommand.SetOptions, ({ options }, context) => {
    const { trap_links, upgradable: wantsNews } = readProcessOptions(options);
    const pid = callerPid(context, 'set_options');
    if (trap_links !== undefined) topology.setTrapLinks(pid, trap_links);
    if (wantsNews !== undefined) upgradable.set(pid, context.id, wantsNews);
    return null;
  });
  dispatcher.registerImmediate(ProcessCommand.GetOptions, (_command, context): ProcessOptions => {
    const pid = callerPid(context, 'get_options');
    return { trap_links: topology.trapsLinks(pid), upgradable: upgradable.has(pid) };
  });

  function registerRelation(
    id: number,
    verb: 'monitor' | 'unmonitor' | 'link' | 'unlink',
    apply: (self: PID, target: PID) => void,
  ): void {
    dispatcher.registerImmediate<TargetCommand>(id, ({ destination }, context) => {
      const target = gate.target(`process.${verb}`, verb, destination, context);
      apply(callerPid(context, verb), target);
      return null;
    });
  }
}

/** The PID of the caller. @throws WippyError Invalid when the frame belongs to no process. */
export function callerPid(context: FrameContext, operation: string): PID {
  if (context.pid === null) throw noProcess(operation);
  return context.pid;
}

/** The permission checks of the process commands. */
class ProcessGate {
  private readonly processes: ProcessManager;
  private readonly access: AccessControl;

  constructor(parts: ProcessHandlerParts) {
    this.processes = parts.processes;
    this.access = parts.access;
  }

  /** Without actor and scope nothing depends on the target, so it is not resolved twice. */
  checkTarget(permission: Action, verb: string, destination: string, context: FrameContext): void {
    if (context.actor === null && context.scope === null && !this.access.strict) return;
    this.target(permission, verb, destination, context);
  }

  target(permission: Action, verb: string, destination: string, context: FrameContext): PID {
    const pid = this.processes.resolve(destination);
    if (!this.access.isAllowed(context, permission, pid.text, callerMeta(context))) throw notAllowed(verb, destination);
    return pid;
  }

  checkSpawn(request: SpawnRequest, context: FrameContext): void {
    this.check('process.spawn', request.source, 'spawn process', context);
    if (request.monitored) this.check('process.spawn.monitored', request.source, 'spawn monitored process', context);
    if (request.linked) this.check('process.spawn.linked', request.source, 'spawn linked process', context);
    this.check('process.host', request.host, 'spawn on host', context);
    this.checkOverrides(request, context);
  }

  checkExec(request: SpawnRequest, context: FrameContext): void {
    this.check('process.exec', request.source, 'exec process', context);
    this.check('process.host', request.host, 'exec on host', context);
    this.checkOverrides(request, context);
  }

  /** Checked here as well as where a spawner is built: a command must not gain rights by being made in another way. */
  private checkOverrides(request: SpawnRequest, context: FrameContext): void {
    if (request.values !== undefined && !this.allowed('process.context', 'context', context)) {
      throw customNotAllowed('context');
    }
    const identity = request.actor !== undefined || request.scope !== undefined;
    if (identity && !this.allowed('process.security', 'security', context)) throw customNotAllowed('security context');
  }

  private check(permission: Action, resource: string, action: string, context: FrameContext): void {
    if (!this.allowed(permission, resource, context)) throw notAllowed(action, resource);
  }

  private allowed(permission: Action, resource: string, context: FrameContext): boolean {
    return this.access.isAllowed(context, permission, resource, callerMeta(context));
  }
}

/** Policies may look at the PID of the caller. */
export function callerMeta(context: FrameContext): Readonly<Record<string, unknown>> | undefined {
  return context.scope === null || context.pid === null ? undefined : { pid: context.pid.text };
}
