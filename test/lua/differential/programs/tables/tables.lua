--- constructors
local t = {1, 2, x = 3, [10] = 4, [1 + 1] = "over", 3; "four"} print(#t, t[1], t[2], t[3], t[4], t[10], t.x)
--- length after appends and removals
local t = {} for i = 1, 10 do t[#t + 1] = i end print(#t) for i = 1, 4 do t[#t] = nil end print(#t, t[6], t[7])
--- integral float keys are integers
local t = {} t[1.0] = "a" t[2^1] = "b" print(t[1], t[2], #t) for k in pairs(t) do io.write(math.type(k), " ") end print()
--- nan and nil keys
local t = {} print(pcall(function() t[nil] = 1 end)) print(pcall(function() t[0/0] = 1 end)) print(t[nil], t[0/0])
--- negative zero key
local t = {} t[0] = "zero" print(t[-0.0], t[0.0]) t[-0.0] = "changed" print(t[0])
--- boolean and function and table keys
local f, u = function() end, {} local t = {[true] = 1, [false] = 2, [f] = 3, [u] = 4} print(t[true], t[false], t[f], t[u], t[{}])
--- string keys that look like indices
local t = {["1"] = "a", [1] = "b", ["-1"] = "c", [""] = "d"} print(t["1"], t[1], t["-1"], t[""], #t)
--- insert and remove
local t = {} table.insert(t, "a") table.insert(t, 1, "b") table.insert(t, 2, "c") table.insert(t, #t + 1, "d") print(table.concat(t, ","))
print(table.remove(t, 1), table.remove(t), table.remove(t, 1), table.remove(t), table.remove(t), #t)
--- insert errors
print(pcall(function() table.insert({1, 2}, 5, "x") end)) print(pcall(function() table.insert({1, 2}, 0, "x") end)) print(pcall(function() table.insert({}) end)) print(pcall(function() table.insert({}, 1, 2, 3) end)) print(pcall(function() table.insert(nil, 1) end)) print(pcall(function() table.insert({}, "x", 1) end)) print(pcall(function() table.insert({}, 1.5, 1) end))
--- remove errors and limits
print(pcall(function() table.remove({1, 2, 3}, 5) end)) print(table.remove({1, 2, 3}, 4)) print(table.remove({}, 0), table.remove({[0] = "z"}, 0)) print(pcall(function() table.remove({}, 2) end)) print(table.remove({}), table.remove({}, 1))
--- concat
print(table.concat({}), table.concat({}, ","), table.concat({1}, ","), table.concat({1, 2.5, "x"}, "-"), table.concat({1, 2, 3}, ",", 2), table.concat({1, 2, 3}, ",", 2, 2), table.concat({1, 2, 3}, ",", 3, 2))
--- concat errors
print(pcall(function() table.concat({1, {}, 3}) end)) print(pcall(function() table.concat({1, nil, 3}, ",", 1, 3) end)) print(pcall(function() table.concat({1}, ",", 1, 2) end)) print(pcall(function() table.concat({true}) end)) print(pcall(function() table.concat(5) end)) print(pcall(function() table.concat({}, {}) end))
--- move
local t = {1, 2, 3, 4, 5} print(table.concat(table.move(t, 2, 4, 1), ",")) print(table.concat(table.move({1, 2, 3, 4, 5}, 1, 4, 2), ",")) print(table.concat(table.move({1, 2, 3}, 1, 3, 3), ",")) print(table.concat(table.move({1, 2, 3}, 1, 3, 1, {}), ",")) print(#table.move({1, 2}, 1, 0, 5), #table.move({}, 1, 3, 1))
--- move errors
print(pcall(function() table.move({1}, 1, math.maxinteger, 2) end)) print(pcall(function() table.move({1}, -1, math.maxinteger, 2) end)) print(pcall(function() table.move({}, 1, 2) end)) print(pcall(function() table.move(1, 1, 2, 3) end)) print(pcall(function() table.move({}, 1, 2, 3, 4) end))
--- pack and unpack
print(table.pack().n, table.pack(nil).n, table.pack(1, nil, nil).n) print(table.unpack({1, nil, 3}, 1, 3)) print(pcall(function() return table.unpack({}, 1, 1e8) end)) print(pcall(function() return table.unpack(nil) end))
--- next on arrays and records
print(next({})) print(next({5})) print(next({a = 1})) print(next({5}, 1)) print(pcall(function() return (next({}, "nope")) end)) print(type(next), pcall(next))
--- traversal with deletion
local t = {} for i = 1, 100 do t[i] = i t["k" .. i] = i end
local n = 0 for k in pairs(t) do t[k] = nil n = n + 1 end print(n, next(t))
--- traversal with assignment to existing keys
local t = {} for i = 1, 50 do t["k" .. i] = i end
for k, v in pairs(t) do t[k] = v * 2 end local s = 0 for _, v in pairs(t) do s = s + v end print(s)
--- arrays with holes count with pairs
local t = {1, nil, 3, nil, 5} local n = 0 for k in pairs(t) do n = n + 1 end print(n, t[3], t[5])
--- sparse arrays
local t = {} t[1000000] = 1 t[1] = 2 t[-5] = 3 t[0] = 4 local n, s = 0, 0 for k, v in pairs(t) do n = n + 1 s = s + k end print(n, s, #t)
--- fill backwards
local t = {} for i = 100, 1, -1 do t[i] = i end print(#t) local s = 0 for i, v in ipairs(t) do s = s + v * i end print(s)
--- arrays of arrays
local m = {} for i = 1, 3 do m[i] = {} for j = 1, 3 do m[i][j] = i * j end end local r = {} for i = 1, 3 do r[i] = table.concat(m[i], " ") end print(table.concat(r, "|"))
--- many dynamic string keys
local t = {} for i = 1, 300 do t["key" .. i] = i end for i = 1, 300, 2 do t["key" .. i] = nil end local n, s = 0, 0 for k, v in pairs(t) do n = n + 1 s = s + v end print(n, s, t.key2, t.key3)
--- fields then dynamic keys
local t = {a = 1, b = 2} for i = 1, 20 do t["x" .. i] = i end t.a = t.a + 10 t.c = 3 print(t.a, t.b, t.c, t.x7, t["x" .. 20], t["a"])
--- fields removed and set again
local t = {a = 1} t.a = nil print(next(t)) t.a = 2 print(next(t)) t.a = nil t.b = 3 print(next(t))
--- mixed key order does not lose entries
local t = {} for i = 1, 40 do t[i % 2 == 0 and i or "s" .. i] = i end local s = 0 for _, v in pairs(t) do s = s + v end print(s)
--- float keys
local t = {[0.5] = "h", [1.5] = "o", [1e300] = "b", [-2^53] = "m"} print(t[0.5], t[1.5], t[1e300], t[-9007199254740992])
--- border of a table with trailing nils
local t = {1, 2, 3, nil} print(#t) t[4] = 4 t[5] = 5 t[5] = nil print(#t)
--- table identity
local a, b = {}, {} print(a == b, a == a, a ~= b) local t = {[a] = 1} print(t[a], t[b])
--- rawset rawget rawlen rawequal
local t = setmetatable({}, {__index = function() return "mm" end, __newindex = function() end, __len = function() return 42 end}) t.x = 1 print(t.x, rawget(t, "x"), #t, rawlen(t)) rawset(t, "x", 2) rawset(t, 1, 1) print(t.x, rawlen(t), rawequal(t, t), rawequal(1, 1.0), rawlen("abc"))
--- queue
local q = {first = 1, last = 0} local function push(v) q.last = q.last + 1 q[q.last] = v end local function pop() local v = q[q.first] q[q.first] = nil q.first = q.first + 1 return v end
for i = 1, 10 do push(i * i) end for i = 1, 5 do io.write(pop(), " ") end push(7) print(q.first, q.last, pop())
--- linked list
local list for i = 1, 5 do list = {v = i, next = list} end local l = list while l do io.write(l.v, " ") l = l.next end print()
--- set operations
local function set(...) local s = {} for _, v in ipairs({...}) do s[v] = true end return s end
local function keys(s) local r = {} for k in pairs(s) do r[#r + 1] = k end table.sort(r) return table.concat(r, ",") end
local a, b = set(1, 2, 3, 4), set(3, 4, 5) local u, i = {}, {} for k in pairs(a) do u[k] = true if b[k] then i[k] = true end end for k in pairs(b) do u[k] = true end print(keys(u), keys(i))
--- copy of a nested table
local function copy(t) if type(t) ~= "table" then return t end local r = {} for k, v in pairs(t) do r[copy(k)] = copy(v) end return r end
local a = {1, {2, {3}}, x = {y = "z"}} local b = copy(a) b[2][2][1] = 9 b.x.y = "w" print(a[2][2][1], a.x.y, b[2][2][1], b.x.y)
--- big array
local t = {} for i = 1, 100000 do t[i] = i end local s = 0 for i = 1, #t do s = s + t[i] end print(#t, s)
--- sieve
local n, t, c = 1000, {}, 0 for i = 2, n do t[i] = true end for i = 2, n do if t[i] then c = c + 1 for j = i * i, n, i do t[j] = false end end end print(c)
--- insert in the middle many times
local t = {} for i = 1, 100 do table.insert(t, (i * 7) % (#t + 1) + 1, i) end print(table.concat(t, " "))
--- remove from the middle many times
local t = {} for i = 1, 100 do t[i] = i end local out = {} while #t > 0 do out[#out + 1] = table.remove(t, (#t * 7) % #t + 1) end print(table.concat(out, " "))
--- append at the length
local t = {} for i = 1, 5 do t[#t + 1] = i * i end t[#t + 1] = nil t[#t + 1] = false print(#t, table.unpack(t))
local u = { n = 1 } u[#u + 1] = "a" u[#u + 1] = 1.0 u[#u + 1] = {} == {} print(#u, u[1], u[2], u[3], u[4])
--- append while the value appends
local t = { 1 } local function grow() t[#t + 1] = "inner" return "outer" end
t[#t + 1] = grow() print(#t, t[2], t[3])
local s = { 1, 2 } local function shrink() s[2] = nil return "v" end s[#s + 1] = shrink() print(s[1], s[2], s[3])
--- append through metamethods
local log = {}
local m = { __len = function() return 3 end, __newindex = function(t, k, v) rawset(t, k, v) log[#log + 1] = k end }
local t = setmetatable({ 1, 2 }, m) t[#t + 1] = "x" t[#t + 1] = "y" print(rawlen(t), t[4], #log, log[1], log[2])
local n = setmetatable({ 1 }, { __index = function(_, k) return k end }) n[#n + 1] = "a" print(n[2], n[3])
local strange = setmetatable({}, { __len = function() return 1.5 end }) strange[#strange + 1] = "f" print(strange[2.5])
--- append to what is no table
local x, s = nil, "text"
print(pcall(function() x[#x + 1] = 1 end)) print(pcall(function() s[#s + 1] = 1 end))
local bad = setmetatable({}, { __len = function() return {} end }) print(pcall(function() bad[#bad + 1] = 1 end))
--- append to a table with elements elsewhere
local t = {} t[3] = "c" t[2] = "b" t[1] = "a" t[#t + 1] = "d" print(t[1], t[2], t[3], t[4])
local s = { 1 } s[9] = 9 s.x = 1 s[2] = 2 s[#s + 1] = 3 print(s[1], s[2], s[3], s[9], #s)
--- append in a large array
local t = {} for i = 1, 9000 do t[#t + 1] = i end for i = 9000, 4097, -1 do t[i] = nil end
for i = 1, 5000 do t[i] = t[i] or -i end local sum = 0 for _, v in ipairs(t) do sum = sum + v end print(#t, sum)
