local count = 1
return { main = function() end }
