return { main = function() return loadstrng("x") end }
