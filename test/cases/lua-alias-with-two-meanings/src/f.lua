return { main = function() return x, lib end }
