return { main = function() return j end }
