#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { bundle, loadBundle, needsCache, saveCache } from './bundle.js';

const { COMMANDS, main } = loadBundle();
const root = fileURLToPath(new URL('..', import.meta.url));
const exitCode = await main({ root, argv: process.argv.slice(2), commands: COMMANDS, programFile: bundle });
if (needsCache()) saveCache();
// Nothing that an application left behind may keep the program alive.
process.exit(exitCode);
