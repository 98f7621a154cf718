// Loaded before the program under test: answers each message with what the process holds after a garbage collection.
import { readdirSync } from 'node:fs';

process.on('message', () => {
  globalThis.gc();
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  process.send({ rss, heapUsed, files: readdirSync('/proc/self/fd').length });
});
// Whoever measures must not keep the program from ending.
process.channel.unref();
