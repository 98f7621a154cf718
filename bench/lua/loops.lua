-- Nested numeric loops with integer arithmetic.
local sum = 0
for i = 1, 9000 do
  for j = 1, 10000 do
    sum = sum + (i ~ j) % 7
  end
end
print(sum)
