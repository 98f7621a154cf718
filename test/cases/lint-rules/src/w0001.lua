for _ = 1, 3 do
end
return { main = function() end }
