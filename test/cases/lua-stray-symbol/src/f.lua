local x = )
return { main = function() return x end }
