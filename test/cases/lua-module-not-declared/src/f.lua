local json = require("json")
return { main = function() return json.encode({}) end }
