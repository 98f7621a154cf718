local a = =
local b = =
return { main = function() return a, b end }
