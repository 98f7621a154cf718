local j = require("json")
return { main = function() return j end }
