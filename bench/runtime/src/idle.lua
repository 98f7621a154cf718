-- A typical actor: a few handlers, some state, and an inbox that it waits on.
local process = require("process")

local function handlers(state)
  return {
    add = function(n) state.sum = state.sum + n end,
    ping = function(from) process.send(from, "up", state.id) end,
    name = function(name) state.name = name end,
    stop = function() state.done = true end,
  }
end

local function main(id)
  local state = { id = id, sum = 0, name = "idle", done = false }
  local on = handlers(state)
  local inbox = process.inbox()
  while not state.done do
    local message, ok = inbox:receive()
    if not ok then break end
    local handler = on[message:topic()]
    if handler then handler(message:payload():data()) end
  end
  return state.sum
end

return { main = main }
