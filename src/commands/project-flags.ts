/** Flags of the commands that read a project, and the options they stand for. */
import { string } from '@oclif/core/flags';
import type { LoadProjectOptions } from '../project/load-project.ts';

const repeated = { multiple: true, multipleNonGreedy: true } as const;

export const projectFlags = {
  'lock-file': string({ char: 'l', description: 'Path of the lock file', default: 'wippy.lock' }),
  profile: string({ description: 'Profile of the configuration, repeatable, in order', ...repeated }),
  set: string({ description: 'Override a setting: section.path=value, repeatable', ...repeated }),
};

export interface ProjectFlags {
  readonly 'lock-file': string;
  readonly profile?: readonly string[];
  readonly set?: readonly string[];
  readonly config?: readonly string[];
}

/** The part of the options that these flags and `--config` give. */
export function projectOptions(flags: ProjectFlags): LoadProjectOptions {
  return { lockFile: flags['lock-file'], configFiles: flags.config, profiles: flags.profile, set: flags.set };
}
