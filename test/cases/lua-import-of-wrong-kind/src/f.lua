return { main = function() return lib end }
