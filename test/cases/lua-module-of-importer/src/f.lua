local lib = require("lib")
local json = require("json")
return { main = function() return lib.run(json) end }
