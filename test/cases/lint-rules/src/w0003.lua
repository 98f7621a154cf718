local count = 1
if count == count then print(count) end
return { main = function() end }
