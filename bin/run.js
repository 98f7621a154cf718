#!/usr/bin/env node
// CommonJS, like the bundle: Node starts such a program sooner than an ES module.
const { join } = require('node:path');
const { bundle, loadBundle, needsCache, partOf, saveCache } = require('./bundle.js');

async function run(argv) {
  const { COMMANDS, main } = loadBundle(partOf(argv));
  const exitCode = await main({ root: join(__dirname, '../'), argv, commands: COMMANDS, programFile: bundle });
  if (needsCache()) saveCache();
  // Nothing that an application left behind may keep the program alive.
  process.exit(exitCode);
}

run(process.argv.slice(2));
