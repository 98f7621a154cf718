/** Flags of all commands about the history. */
import { projectFlags } from '../project-flags.ts';

/** Those that say which history is meant. */
export const historyFlags = { profile: projectFlags.profile, set: projectFlags.set };
