-- Coroutine switches: a generator, and a ring of coroutines.
local function generator(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i) end
  end)
end
local sum = 0
for value in generator(5000000) do sum = sum + value end

local ring = {}
for i = 1, 100 do
  ring[i] = coroutine.create(function(x)
    while true do x = coroutine.yield(x + 1) end
  end)
end
local value = 0
for _ = 1, 30000 do
  for i = 1, #ring do
    local _, v = coroutine.resume(ring[i], value)
    value = v
  end
end
print(sum, value)
