-- Closures: counters, map, filter and fold over functions.
local function counter()
  local n = 0
  return function() n = n + 1 return n end
end
local function map(list, f)
  local result = {}
  for i = 1, #list do result[i] = f(list[i]) end
  return result
end
local function filter(list, f)
  local result = {}
  for i = 1, #list do
    local v = list[i]
    if f(v) then result[#result + 1] = v end
  end
  return result
end
local function fold(list, f, value)
  for i = 1, #list do value = f(value, list[i]) end
  return value
end
local list = {}
for i = 1, 1000 do list[i] = i end
local total = 0
for round = 1, 9000 do
  local tick = counter()
  local scaled = map(list, function(x) tick() return x * round % 1000 end)
  local odd = filter(scaled, function(x) return x % 2 == 1 end)
  total = total + fold(odd, function(a, b) return a + b end, 0) + tick()
end
print(total)
