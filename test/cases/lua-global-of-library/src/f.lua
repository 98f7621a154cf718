return { main = function() return shared.x end }
