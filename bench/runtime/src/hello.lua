local http = require("http")

local function handler()
  local res = http.response()
  res:set_status(http.STATUS.OK)
  res:write_json({ message = "hello", ok = true, items = { 1, 2, 3 } })
end

return { handler = handler }
