-- Tables as maps: computed string keys, number keys, traversal, removal.
local t = {}
for i = 1, 200000 do t["key" .. i] = i end
local sum = 0
for _ = 1, 5 do
  for i = 1, 200000 do sum = sum + t["key" .. i] end
end
for key, value in pairs(t) do sum = sum + #key + value end
local sparse = {}
for i = 1, 500000 do sparse[i * 7919] = i end
for i = 1, 500000 do sum = sum + sparse[i * 7919] end
for i = 1, 200000, 2 do t["key" .. i] = nil end
local left = 0
for _ in pairs(t) do left = left + 1 end
print(sum, left)
