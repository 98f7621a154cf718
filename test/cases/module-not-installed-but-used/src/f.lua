local users = require("users")
return { main = function() return users.all() end }
