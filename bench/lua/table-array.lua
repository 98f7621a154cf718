-- Arrays: append, index, length, sieve.
local count = 0
for _ = 1, 12 do
  local n = 1000000
  local composite = {}
  for i = 1, n do composite[i] = false end
  for i = 2, n do
    if not composite[i] then
      count = count + 1
      for j = i * i, n, i do composite[j] = true end
    end
  end
end
local list = {}
for i = 1, 3000000 do list[#list + 1] = i end
local sum = 0
for i, value in ipairs(list) do sum = sum + value * i % 3 end
print(count, #list, sum)
