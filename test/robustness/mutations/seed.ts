/** A small application that uses many kinds and modules: what the mutants are made of. */

export const SEED: Readonly<Record<string, string>> = {
  'wippy.lock': 'directories:\n  modules: .wippy\n  src: ./src\n',
  '.wippy.yaml': `version: "1.0"
shutdown:
  timeout: 500ms
override:
  app:greeting:text: changed
`,
  'src/_index.yaml': `version: "1.0"
namespace: app

entries:
  - name: terminal
    kind: terminal.host
    lifecycle:
      auto_start: true
  - name: processes
    kind: process.host
    host:
      workers: 2
    lifecycle:
      auto_start: true
      depends_on: [terminal]
  - name: greeting
    kind: registry.entry
    meta:
      type: text
      tags: [a, b]
    text: hello
  - name: main
    kind: process.lua
    meta:
      command:
        name: main
        short: The main program
    source: file://main.lua
    method: main
    modules: [channel, env, events, funcs, io, json, registry, store, time, yaml]
    imports:
      words: app:words
  - name: words
    kind: library.lua
    source: file://words.lua
  - name: count
    kind: function.lua
    source: file://count.lua
    method: count
    imports: {words: "app:words"}
    pool:
      type: lazy
      max_size: 4
  - name: ledger
    kind: process.lua
    source: file://ledger.lua
    method: main
  - name: ledger.service
    kind: process.service
    process: app:ledger
    host: app:processes
    lifecycle:
      auto_start: true
      restart:
        initial_delay: 10ms
        max_attempts: 3
  - name: variables
    kind: env.storage.memory
  - name: level
    kind: env.variable
    variable: LEVEL
    storage: app:variables
    default: "5"
  - name: memory
    kind: store.memory
    max_size: 100
  - name: gateway
    kind: http.service
    addr: 127.0.0.1:0
    lifecycle:
      auto_start: true
  - name: api
    kind: http.router
    meta:
      server: app:gateway
    prefix: /api
    middleware: [cors]
    options:
      cors.allow.origins: "*"
  - name: count.endpoint
    kind: http.endpoint
    meta:
      router: app:api
    method: GET
    path: /count/{text}
    func: app:count
`,
  'src/more/_index.yaml': `version: "1.0"
namespace: app.more
meta:
  depends_on: [ns:app]

entries:
  - name: target
    kind: ns.requirement
    targets:
      - entry: app:api
        path: meta.server
    default: app:gateway
  - name: inline
    kind: function.lua
    method: run
    source: |
      local function run(a, b)
          return (a or 1) + (b or 2)
      end
      return { run = run }
`,
  'src/main.lua': `local funcs = require("funcs")
local io = require("io")
local json = require("json")
local registry = require("registry")
local store = require("store")
local time = require("time")

local function main(...)
    local inbox = process.inbox()
    local words = require("words")
    io.print(json.encode({ words = words.list("a bc def"), arguments = { ... } }))
    local total, err = funcs.call("app:count", "one two three")
    io.print(total, err)
    local sum = funcs.call("app.more:inline", 3, 4)
    io.print("sum " .. sum)
    for _, found in ipairs(registry.find({ ["meta.type"] = "text" })) do
        io.print(found.id, found.data.text)
    end
    local memory = store.get("app:memory")
    memory:set("key", { nested = { 1, 2.5, "x" } }, 10)
    io.print(memory:get("key").nested[2])
    memory:release()
    local child = process.spawn_monitored("app:ledger", "app:processes")
    process.send(child, "add", 5)
    process.send(child, "total")
    local timeout = time.after("300ms")
    local result = channel.select { inbox:case_receive(), timeout:case_receive() }
    if result.channel == inbox then
        io.print(result.value:topic(), result.value:payload():data())
    end
    local ok, message = pcall(function() error({ code = 7 }) end)
    io.print(ok, message.code, ("%5.2f|%-4s|%x"):format(3.14159, "ab", 255))
    return 0
end

return { main = main }
`,
  'src/words.lua': `local words = {}

type Word = { text: string, length: number }

function words.list(text: string): {Word}
    local found = {}
    for word in text:gmatch("%a+") do
        found[#found + 1] = { text = word, length = #word }
    end
    table.sort(found, function(a, b) return a.length > b.length end)
    return found
end

return words
`,
  'src/count.lua': `local words = require("words")

local function count(text)
    local co = coroutine.wrap(function()
        for _, word in ipairs(words.list(text)) do coroutine.yield(word) end
    end)
    local total = 0
    for word in co do total = total + (word.length & 0xff) // 1 end
    return total
end

return { count = count }
`,
  'src/ledger.lua': `local function main()
    local inbox, events = process.inbox(), process.events()
    local total = 0
    while true do
        local result = channel.select { inbox:case_receive(), events:case_receive() }
        if result.channel == events then
            if result.value.kind == process.event.CANCEL then return 0 end
        elseif result.value:topic() == "add" then
            total = total + result.value:payload():data()
        else
            process.send(result.value:from(), "total", total)
        end
    end
end

return { main = main }
`,
};
