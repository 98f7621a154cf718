// A project whose services write to the log all the time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `services` of them write `lines` records a second together. */
export function writeLoggingProject(services, lines) {
  const directory = mkdtempSync(join(tmpdir(), 'wippy-bench-tui-'));
  mkdirSync(join(directory, 'src'));
  writeFileSync(join(directory, 'wippy.lock'), 'directories:\n  modules: .wippy\n  src: ./src\n');
  writeFileSync(join(directory, 'src/_index.yaml'), index(services));
  writeFileSync(join(directory, 'src/talker.lua'), talker(Math.round((1000 * services) / lines)));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

function index(services) {
  const entries = Array.from(
    { length: services },
    (_, number) => `
  - name: talker${number}
    kind: process.service
    process: app:talker
    host: app:processes
    input: [${number}]
    lifecycle:
      auto_start: true`,
  );
  return `version: "1.0"
namespace: app
entries:
  - name: processes
    kind: process.host
    lifecycle:
      auto_start: true
  - name: talker
    kind: process.lua
    source: file://talker.lua
    method: main
    modules: [logger, time]${entries.join('')}
`;
}

function talker(milliseconds) {
  return `local logger = require("logger")
local time = require("time")

local function main(number)
    local ticks = time.ticker("${milliseconds}ms"):response()
    local count = 0
    while true do
        ticks:receive()
        count = count + 1
        logger:info("order taken", { service = number, count = count, customer = "Ada Lovelace", total = 12.5 })
    end
end

return { main = main }
`;
}
