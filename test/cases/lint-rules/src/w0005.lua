local function double(number, times)
    return number * 2
end
print(double(1))
return { main = function() end }
