local json = require("jsno")
return { main = function() return json.encode({}) end }
