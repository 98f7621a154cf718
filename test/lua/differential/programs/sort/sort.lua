--- numbers
local t = {5, 2, 8, 1, 9, 3} table.sort(t) print(table.concat(t, " ")) local t = {3.5, -1, 2, 0.5, -2.25, 1e10, -1e10} table.sort(t) print(table.concat(t, " "))
--- integers and integral floats keep their kinds
local t = {3, 1.0, 2, 4.0, 0.5, -1} table.sort(t) print(table.concat(t, " "))
--- strings by bytes
local t = {"banana", "apple", "Cherry", "", "10", "9", "apple2", "a", "\255", "\128"} table.sort(t) for i, v in ipairs(t) do io.write((v:gsub("[\128-\255]", "?")), ",") end print()
--- descending
local t = {5, 2, 8, 1} table.sort(t, function(a, b) return a > b end) print(table.concat(t, " "))
--- by a field
local t = {{n = "b", v = 2}, {n = "a", v = 3}, {n = "c", v = 1}} table.sort(t, function(a, b) return a.v < b.v end) for _, e in ipairs(t) do io.write(e.n, " ") end table.sort(t, function(a, b) return a.n < b.n end) for _, e in ipairs(t) do io.write(e.n, " ") end print()
--- empty and single
local t = {} table.sort(t) print(#t) t = {1} table.sort(t) print(t[1]) t = {2, 1} table.sort(t) print(t[1], t[2])
--- mixed types fail
print(pcall(function(...) return (table.sort(...)) end, {1, "a", 2})) print(pcall(function(...) return (table.sort(...)) end, {{}, {}})) print(pcall(function(...) return (table.sort(...)) end, {1, 2, true}))
--- with lt metamethod
local mt = {__lt = function(a, b) return a.v < b.v end} local t = {} for i, v in ipairs({3, 1, 2}) do t[i] = setmetatable({v = v}, mt) end table.sort(t) print(t[1].v, t[2].v, t[3].v)
--- invalid order function
local t = {} for i = 1, 100 do t[i] = i end print(pcall(function(...) return (table.sort(...)) end, t, function() return true end)) print(pcall(function(...) return (table.sort(...)) end, {1, 2, 3, 4}, function() return true end))
--- comparator that always says false keeps elements
local t = {3, 1, 2, 5, 4} table.sort(t, function() return false end) table.sort(t) print(table.concat(t, " "))
--- comparator errors
print(pcall(function(...) return (table.sort(...)) end, {1, 2}, 5)) print(pcall(function(...) return (table.sort(...)) end, {2, 1}, function(a, b) return a.x < b.x end)) print(pcall(table.sort)) print(pcall(function(...) return (table.sort(...)) end, 5))
--- sorts by several keys
local t = {} for i = 1, 20 do t[i] = {a = i % 3, b = (i * 7) % 5, c = i} end table.sort(t, function(x, y) if x.a ~= y.a then return x.a < y.a end if x.b ~= y.b then return x.b > y.b end return x.c < y.c end) for _, e in ipairs(t) do io.write(e.a, e.b, "-", e.c, " ") end print()
--- same arrangement of equal elements as the reference
local t = {} for i = 1, 60 do t[i] = {k = i % 4, i = i} end table.sort(t, function(a, b) return a.k < b.k end) for _, e in ipairs(t) do io.write(e.k, ":", e.i, " ") end print()
--- same arrangement in larger arrays
local t, x = {}, 7 for i = 1, 400 do x = (x * 31 + 11) % 101 t[i] = {k = x % 10, i = i} end table.sort(t, function(a, b) return a.k > b.k end) local h = 0 for j, e in ipairs(t) do h = (h * 31 + e.i * j) % 1000003 end print(h)
--- number of comparisons
local t, n = {}, 0 for i = 1, 50 do t[i] = (i * 17) % 53 end table.sort(t, function(a, b) n = n + 1 return a < b end) print(n, table.concat(t, " "))
--- comparator with side effects on upvalues
local seen = {} table.sort({3, 1, 2}, function(a, b) seen[#seen + 1] = a .. "<" .. b return a < b end) print(table.concat(seen, " "))
--- sort with proxies
local d = {5, 3, 4, 1} local p = setmetatable({}, {__index = d, __newindex = function(_, k, v) d[k] = v end, __len = function() return #d end}) table.sort(p) print(table.concat(d, " "))
--- sorted and reversed inputs
for _, f in ipairs({function(i) return i end, function(i) return 51 - i end, function(i) return (i * i) % 17 end, function() return 1 end}) do local t = {} for i = 1, 50 do t[i] = f(i) end table.sort(t) print(table.concat(t, ",")) end
--- sort only the border
local t = {3, 2, 1} t[20] = 0 table.sort(t) print(t[1], t[2], t[3], t[20])
--- infinities
local t = {1/0, -1/0, 0, 5, -5} table.sort(t) print(table.concat(t, " "))
--- wide integers @wide
local t = {math.maxinteger, math.mininteger, 0, 2^53 | 0, -1, math.maxinteger - 1, 1.5} table.sort(t) for _, v in ipairs(t) do io.write(v, " ") end print()
