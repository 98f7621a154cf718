// Runs command lines of one part of the program in this process and stores the code that was compiled for them.
// Usage: node scripts/warm-up.cjs PART '[["run", "hello"], ...]'
const { join } = require('node:path');
const { bundle, loadBundle, saveCache } = require('../bin/bundle.js');

async function warmUp(part, lines) {
  const { COMMANDS, main } = loadBundle(part);
  for (const argv of lines) {
    await main({ root: join(__dirname, '../'), argv, commands: COMMANDS, programFile: bundle });
  }
  saveCache();
  process.exit(0);
}

warmUp(process.argv[2], JSON.parse(process.argv[3]));
