// A project of any size for measurements: the same numbers give the same files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES_PER_NAMESPACE = 20;

/**
 * Writes a project of `luaFiles` Lua entries (libraries, functions that import them, processes) and as many others as
 * make `entries` (routers, endpoints, plain data) to `directory`. The command `hello` runs one process and ends. Each of
 * the `services` keeps one more process running, with a Lua file of its own.
 */
export function generateProject(directory, { entries = 1000, luaFiles = 200, services = 0 } = {}) {
  if (services > 0) writeServices(directory, services);
  writeApplication(directory, { entries: entries - 2 * services, luaFiles: luaFiles - services });
}

function writeApplication(directory, { entries, luaFiles }) {
  const namespaces = Math.max(1, Math.ceil(luaFiles / FILES_PER_NAMESPACE));
  write(directory, 'wippy.lock', 'directories:\n  modules: .wippy\n  src: ./src\n');
  write(directory, 'src/_index.yaml', root());
  write(directory, 'src/hello.lua', hello());
  // terminal, host, gateway, hello
  let rest = entries - 4 - (luaFiles - 1);
  for (let number = 0; number < namespaces; number += 1) {
    const files = Math.min(FILES_PER_NAMESPACE, luaFiles - 1 - number * FILES_PER_NAMESPACE);
    const others = number === namespaces - 1 ? rest : Math.floor(rest / (namespaces - number));
    rest -= others;
    writeNamespace(directory, number, files, others);
  }
}

function write(directory, path, text) {
  const target = join(directory, path);
  mkdirSync(join(target, '..'), { recursive: true });
  writeFileSync(target, text);
}

function root() {
  return `version: "1.0"
namespace: app
entries:
  - name: terminal
    kind: terminal.host
    lifecycle: {auto_start: true}
  - name: processes
    kind: process.host
    lifecycle: {auto_start: true}
  - name: gateway
    kind: http.service
    addr: "127.0.0.1:0"
  - name: hello
    kind: process.lua
    meta: {command: {name: hello, short: Say hello}}
    source: file://hello.lua
    method: main
    modules: [io]
    imports: {first: app.m0:lib0}
`;
}

function hello() {
  return `local io = require("io")
local first = require("first")

local function main()
    io.print("hello " .. tostring(first.checksum("hello")))
    return 0
end

return { main = main }
`;
}

function writeServices(directory, count) {
  const lines = ['version: "1.0"', 'namespace: app.services', 'entries:'];
  for (let index = 0; index < count; index += 1) {
    lines.push(`  - name: worker${index}`, '    kind: process.lua', `    source: file://worker${index}.lua`);
    lines.push('    method: main', `  - name: service${index}`, '    kind: process.service');
    lines.push(`    process: worker${index}`, '    host: app:processes', '    lifecycle: {auto_start: true}');
    write(directory, `src/services/worker${index}.lua`, worker(index));
  }
  write(directory, 'src/services/_index.yaml', `${lines.join('\n')}\n`);
}

/** Waits until it is told to end. */
function worker(number) {
  return `local function main()
    local handled = ${number}
    local events = process.events()
    while true do
        local event = events:receive()
        if event.kind == process.event.CANCEL then
            return 0
        end
        handled = handled + 1
    end
end

return { main = main }
`;
}

function writeNamespace(directory, number, files, others) {
  const lines = [`version: "1.0"`, `namespace: app.m${number}`, 'meta:', `  part: m${number}`, 'entries:'];
  for (let index = 0; index < files; index += 1) {
    const isLibrary = index % 4 === 0;
    const name = isLibrary ? `lib${index}` : `fn${index}`;
    lines.push(`  - name: ${name}`, `    kind: ${isLibrary ? 'library' : 'function'}.lua`);
    lines.push(`    source: file://${name}.lua`, '    modules: [json, time]');
    if (!isLibrary)
      lines.push('    method: handle', '    imports:', `      shared: app.m${number}:lib${index - (index % 4)}`);
    write(directory, `src/m${number}/${name}.lua`, source(isLibrary, number * FILES_PER_NAMESPACE + index));
  }
  if (others > 0) {
    lines.push(
      '  - name: router',
      '    kind: http.router',
      '    meta: {server: app:gateway}',
      `    prefix: /m${number}`,
    );
  }
  const functions = Array.from({ length: files }, (_, index) => index).filter((index) => index % 4 !== 0);
  for (let index = 0; index < others - 1; index += 1) {
    if (index % 5 === 0 && functions.length > 0) {
      lines.push(`  - name: endpoint${index}`, '    kind: http.endpoint', '    meta: {router: router}');
      lines.push(
        '    method: GET',
        `    path: /items/${index}/{id}`,
        `    func: fn${functions[index % functions.length]}`,
      );
    } else {
      lines.push(`  - name: data${index}`, '    kind: registry.entry', `    meta: {type: sample, order: ${index}}`);
      lines.push(`    title: Item ${index}`, '    tags: [a, b, c]', `    limits: {low: ${index}, high: ${index * 2}}`);
    }
  }
  write(directory, `src/m${number}/_index.yaml`, `${lines.join('\n')}\n`);
}

/** About a hundred lines of ordinary code; every file differs. */
function source(isLibrary, seed) {
  const lines = ['local json = require("json")', 'local time = require("time")'];
  if (!isLibrary) lines.push('local shared = require("shared")');
  lines.push('', 'local M = {}', '');
  for (let index = 0; index < 8; index += 1) {
    const factor = ((seed * 7 + index * 13) % 97) + 3;
    lines.push(
      `-- Step ${index} of module ${seed}.`,
      `function M.step${index}(items, limit)`,
      '    local total, kept = 0, {}',
      '    for i, item in ipairs(items) do',
      `        if item.value > limit and i % ${factor} ~= 0 then`,
      `            total = total + item.value * ${factor}`,
      '            kept[#kept + 1] = { id = item.id, value = item.value, name = "item-" .. i }',
      '        elseif item.skip then',
      '            goto continue',
      '        end',
      '        ::continue::',
      '    end',
      `    return { total = total, kept = kept, label = string.format("%s:%d", "m${seed}", total) }`,
      'end',
      '',
    );
  }
  lines.push(
    'function M.checksum(text)',
    `    local sum = ${seed}`,
    '    for i = 1, #text do',
    '        sum = (sum * 31 + text:byte(i)) % 1000000007',
    '    end',
    '    return sum',
    'end',
    '',
  );
  if (isLibrary) return `${[...lines, 'return M'].join('\n')}\n`;
  lines.push(
    'local function handle(request)',
    '    local decoded = json.decode(request or "[]")',
    '    local result = M.step0(decoded, shared.checksum("x"))',
    '    result.at = time.now():unix()',
    '    return json.encode(result)',
    'end',
    '',
    'return { handle = handle }',
  );
  return `${lines.join('\n')}\n`;
}
