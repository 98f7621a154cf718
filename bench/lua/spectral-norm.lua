-- Matrix times vector, twice, without storing the matrix.
local function A(i, j)
  local ij = i + j - 1
  return 1.0 / (ij * (ij - 1) * 0.5 + i)
end

local function times(x, y, n)
  for i = 1, n do
    local sum = 0.0
    for j = 1, n do sum = sum + x[j] * A(i, j) end
    y[i] = sum
  end
end

local function transposed(x, y, n)
  for i = 1, n do
    local sum = 0.0
    for j = 1, n do sum = sum + x[j] * A(j, i) end
    y[i] = sum
  end
end

local n = 800
local u, v, t = {}, {}, {}
for i = 1, n do u[i] = 1.0 end
for _ = 1, 10 do
  times(u, t, n) transposed(t, v, n)
  times(v, t, n) transposed(t, u, n)
end
local vBv, vv = 0.0, 0.0
for i = 1, n do
  local ui, vi = u[i], v[i]
  vBv = vBv + ui * vi
  vv = vv + vi * vi
end
print(string.format("%0.9f", math.sqrt(vBv / vv)))
