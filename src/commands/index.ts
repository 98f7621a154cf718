/** All commands of the program by id, in the form that oclif reads, and the start of the program. */
import { CallCommand } from './control/call.ts';
import { LogsCommand } from './control/logs.ts';
import { PsCommand } from './control/ps.ts';
import { RestartCommand } from './control/restart.ts';
import { SendCommand } from './control/send.ts';
import { StatusCommand } from './control/status.ts';
import { DevCommand } from './dev.ts';
import { InitCommand } from './init.ts';
import { RegistryListCommand } from './registry/list.ts';
import { RegistryShowCommand } from './registry/show.ts';
import { RunListCommand } from './run/list.ts';
import { RunCommand } from './run.ts';
import { ValidateCommand } from './validate.ts';
import { VersionCommand } from './version.ts';

export const COMMANDS = {
  init: InitCommand,
  dev: DevCommand,
  status: StatusCommand,
  ps: PsCommand,
  logs: LogsCommand,
  call: CallCommand,
  send: SendCommand,
  restart: RestartCommand,
  run: RunCommand,
  'run:list': RunListCommand,
  'registry:list': RegistryListCommand,
  'registry:show': RegistryShowCommand,
  validate: ValidateCommand,
  version: VersionCommand,
};

export { main } from './main.ts';
