/** All commands of the program by id, in the form that oclif reads, and the start of the program. */
import { CompileCommand, PackCommand } from './compile.ts';
import { CallCommand } from './control/call.ts';
import { LogsCommand } from './control/logs.ts';
import { PsCommand } from './control/ps.ts';
import { RestartCommand } from './control/restart.ts';
import { SendCommand } from './control/send.ts';
import { StatusCommand } from './control/status.ts';
import { DevCommand } from './dev.ts';
import { ExplainCommand } from './explain.ts';
import { HistoryDiffCommand } from './history/diff.ts';
import { HistoryGcCommand } from './history/gc.ts';
import { HistoryListCommand } from './history/list.ts';
import { HistoryRollbackCommand } from './history/rollback.ts';
import { HistoryShowCommand } from './history/show.ts';
import { InitCommand } from './init.ts';
import { LintCommand } from './lint.ts';
import { RegistryListCommand } from './registry/list.ts';
import { RegistryShowCommand } from './registry/show.ts';
import { RunListCommand } from './run/list.ts';
import { RunCommand } from './run.ts';
import { SchemaCommand } from './schema.ts';
import { ValidateCommand } from './validate.ts';
import { VersionCommand } from './version.ts';

export const COMMANDS = {
  explain: ExplainCommand,
  'history:list': HistoryListCommand,
  'history:show': HistoryShowCommand,
  'history:diff': HistoryDiffCommand,
  'history:rollback': HistoryRollbackCommand,
  'history:gc': HistoryGcCommand,
  compile: CompileCommand,
  pack: PackCommand,
  init: InitCommand,
  lint: LintCommand,
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
  schema: SchemaCommand,
  validate: ValidateCommand,
  version: VersionCommand,
};

export { main } from './main.ts';
