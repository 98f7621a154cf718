local x = "abc
return { main = function() return x end }
