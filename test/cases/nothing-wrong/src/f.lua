local json = require("json")
local lib = require("lib")
local function main()
  local ok = pcall(function() return jit.version end)
  return json.encode(lib.all(ok))
end
return { main = main }
