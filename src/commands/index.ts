/** All commands of the program by id, in the form that oclif reads, and the start of the program. */
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
  run: RunCommand,
  'run:list': RunListCommand,
  'registry:list': RegistryListCommand,
  'registry:show': RegistryShowCommand,
  validate: ValidateCommand,
  version: VersionCommand,
};

export { main } from './main.ts';
