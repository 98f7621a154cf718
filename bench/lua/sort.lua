-- Sorting numbers, with and without a comparator, and strings.
local seed = 42
local function random()
  seed = (seed * 16807) % 2147483647
  return seed
end
local check = 0
for _ = 1, 8 do
  local list = {}
  for i = 1, 100000 do list[i] = random() end
  table.sort(list)
  check = check + list[1] + list[#list]
  for i = 1, 100000 do list[i] = random() end
  table.sort(list, function(a, b) return a > b end)
  check = check + list[1] - list[#list]
end
local names = {}
for i = 1, 60000 do names[i] = "name" .. random() end
table.sort(names)
print(check, names[1])
