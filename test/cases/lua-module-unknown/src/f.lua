local j = require("jsn")
return { main = function() return j end }
