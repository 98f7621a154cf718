local process = require("process")

local function main(parent)
  local pings = process.listen("ping")
  process.send(parent, "ready", process.pid())
  while true do
    local value, ok = pings:receive()
    if not ok or value == -1 then return end
    process.send(parent, "pong", value)
  end
end

return { main = main }
