import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Outcome } from '../../core/scheduler/process.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { SpawnRequest } from './spawn-request.ts';

/** Ids of the process commands. All but `Exec` are immediate; `Register` and `Unregister` may wait for a cluster. */
export const ProcessCommand = {
  Send: commandId('process', 0),
  Spawn: commandId('process', 1),
  Terminate: commandId('process', 2),
  Cancel: commandId('process', 3),
  Monitor: commandId('process', 4),
  Unmonitor: commandId('process', 5),
  Link: commandId('process', 6),
  Unlink: commandId('process', 7),
  Exec: commandId('process', 8),
  Register: commandId('names', 0),
  Lookup: commandId('names', 1),
  Unregister: commandId('names', 2),
  SetOptions: commandId('options', 0),
  GetOptions: commandId('options', 1),
} as const;

/** `destination` is the text of a PID or a registered name, here and below. Result: null. */
export interface SendCommand extends Command {
  readonly destination: string;
  readonly topic: string;
  readonly payloads: readonly Payload[];
}

/** Result: the PID. */
export interface SpawnCommand extends Command {
  readonly request: SpawnRequest;
}

/** Result of `Exec`: the values the process returned; its error is the error of the command. */
export interface ExecCommand extends Command {
  readonly request: SpawnRequest;
}

export type ExecResult = Outcome['value'];

/** Terminate, Monitor, Unmonitor, Link and Unlink. Result: null. */
export interface TargetCommand extends Command {
  readonly destination: string;
}

export interface CancelCommand extends Command {
  readonly destination: string;
  readonly reason: string;
}

/** Result: null. */
export interface RegisterNameCommand extends Command {
  readonly name: string;
  /** Text of a PID; missing for the caller itself. */
  readonly pid?: string;
  /** 0 LOCAL, 1 EVENTUAL, 2 CONSISTENT, 3 STRONG; default LOCAL. */
  readonly scope?: number;
}

/** Result: the PID; NotFound `name not registered`. */
export interface LookupNameCommand extends Command {
  readonly name: string;
}

/** Result: whether the name was registered. */
export interface UnregisterNameCommand extends Command {
  readonly name: string;
  readonly scope?: number;
}

/** Result: null. */
export interface SetOptionsCommand extends Command {
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a process says about itself; result of `GetOptions`. */
export interface ProcessOptions {
  /** It is told when a linked process fails, instead of ending with it. */
  readonly trap_links: boolean;
  /** It is told when its code changes. */
  readonly upgradable: boolean;
}
