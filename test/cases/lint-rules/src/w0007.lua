local count = 1
for count = count, 3 do print(count) end
return { main = function() end }
