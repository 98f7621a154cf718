local io = require("io")
local process = require("process")
local funcs = require("funcs")
local time = require("time")
local system = require("system")
local json = require("json")

local HOST = "bench:processes"

local function seconds(run)
  local start = time.now()
  run()
  return time.now():sub(start):nanoseconds() / 1e9
end

-- From the first spawn until the last process waits for messages.
local function spawn_rate(count)
  local pids = {}
  local up = process.listen("up")
  local elapsed = seconds(function()
    for i = 1, count do pids[i] = assert(process.spawn("bench:idle", HOST, i)) end
    process.send(pids[count], "ping", process.pid())
    up:receive()
  end)
  return elapsed, pids
end

local function channel_rate(count)
  local ch = channel.new(0)
  return seconds(function()
    coroutine.spawn(function()
      for i = 1, count do ch:send(i) end
      ch:close()
    end)
    while true do
      local _, ok = ch:receive()
      if not ok then break end
    end
  end)
end

local function round_trips(count)
  local pongs = process.listen("pong")
  local ready = process.listen("ready")
  local pid = assert(process.spawn("bench:ponger", HOST, process.pid()))
  ready:receive()
  local elapsed = seconds(function()
    for i = 1, count do
      process.send(pid, "ping", i)
      pongs:receive()
    end
  end)
  process.send(pid, "ping", -1)
  return elapsed
end

local function call_rate(id, count)
  funcs.call(id, 0)
  return seconds(function()
    for i = 1, count do assert(funcs.call(id, i)) end
  end)
end

local function main()
  local result = {}
  for _, count in ipairs({ 2000, 300000 }) do
    result.channel_per_second = count / channel_rate(count)
  end
  for _, count in ipairs({ 2000, 200000 }) do
    result.round_trips_per_second = count / round_trips(count)
  end
  for _, count in ipairs({ 2000, 50000 }) do
    result.call_pool_per_second = count / call_rate("bench:echo", count)
    result.call_inline_per_second = count / call_rate("bench:echo.inline", count)
  end
  result.fib30_ms = funcs.call("bench:fib", 30)
  spawn_rate(2000)
  system.gc.collect()
  local before = system.memory.allocated()
  local rates = {}
  for round = 1, 7 do
    local elapsed, pids = spawn_rate(10000)
    rates[round] = #pids / elapsed
    if round == 1 then
      time.sleep("200ms")
      system.gc.collect()
      result.bytes_per_process = (system.memory.allocated() - before) / #pids
    end
  end
  table.sort(rates)
  result.spawn_per_second = rates[4]
  io.print(json.encode(result))
  return 0
end

return { main = main }
