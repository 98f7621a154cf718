local a = 1
local x = )
return { main = function() return x, a end }
