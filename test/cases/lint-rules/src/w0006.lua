local json = require("json")
return { main = function() end }
