return { main = function() return a, b end }
