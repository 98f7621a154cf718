--- index function and table
local t = setmetatable({}, {__index = function(t, k) return k .. "!" end}) print(t.a, t[1], rawget(t, "a"))
local u = setmetatable({}, {__index = {x = 1}}) print(u.x, u.y)
--- index chain
local a = {x = 1} local b = setmetatable({y = 2}, {__index = a}) local c = setmetatable({z = 3}, {__index = b}) print(c.x, c.y, c.z, c.w)
--- newindex function and table
local log = {} local t = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) end}) t.a = 1 t.a = 5 print(t.a)
local store = {} local u = setmetatable({}, {__newindex = store}) u.x = 1 print(rawget(u, "x"), store.x)
--- call
local t = setmetatable({n = 1}, {__call = function(self, a, ...) return self.n, a, select('#', ...) end}) print(t(5, 6, 7)) print(pcall(t, 1)) print(t())
--- call chain @5.4
local inner = setmetatable({}, {__call = function(_, ...) return "inner", select('#', ...) end}) local outer = setmetatable({}, {__call = inner}) print(pcall(function() return outer(1, 2) end))
--- arithmetic events
local mt = {} for _, e in ipairs({"add", "sub", "mul", "div", "mod", "pow", "idiv", "band", "bor", "bxor", "shl", "shr", "concat"}) do mt["__" .. e] = function(a, b) return e .. ":" .. (type(a) == "table" and "T" or tostring(a)) .. "," .. (type(b) == "table" and "T" or tostring(b)) end end
local t = setmetatable({}, mt)
print(t + 1, 1 + t, t + t) print(t - 1, 2 - t) print(t * 2, 2 * t) print(t / 2, 2 / t) print(t % 2, 2 % t) print(t ^ 2, 2 ^ t) print(t // 2, 2 // t) print(t & 1, 1 & t) print(t | 1, 1 | t) print(t ~ 1, 1 ~ t) print(t << 1, 1 << t) print(t >> 1, 1 >> t) print(t .. "x", "x" .. t, t .. t, 1 .. t)
--- unary events
local t = setmetatable({}, {__unm = function(a, b) return "unm", rawequal(a, b) end, __bnot = function() return "bnot" end, __len = function() return "len" end}) print(-t, ~t, #t)
--- comparison events
local mt = {__lt = function(a, b) return a.v < b.v end, __le = function(a, b) return a.v <= b.v end, __eq = function(a, b) return a.v == b.v end}
local function n(v) return setmetatable({v = v}, mt) end
print(n(1) < n(2), n(2) < n(1), n(1) <= n(1), n(1) > n(2), n(2) >= n(1), n(1) == n(1), n(1) ~= n(1), n(1) == n(2))
--- equality only between tables
local mt = {__eq = function() return true end} local a, b = setmetatable({}, mt), setmetatable({}, mt) print(a == b, a == 1, 1 == a, a == {}, a ~= b, rawequal(a, b))
--- results of comparison are booleans
local mt = {__lt = function() return 1 end, __le = function() return nil end, __eq = function() return "x" end} local a, b = setmetatable({}, mt), setmetatable({}, mt) print(a < b, a <= b, a == b, a > b, not (a < b))
--- tostring and name
print(tostring(setmetatable({}, {__tostring = function() return "shown" end}))) print(pcall(tostring, setmetatable({}, {__tostring = function() return 1 end}))) print((tostring(setmetatable({}, {__name = "My"})):gsub("0x%x+", "ADDR")))
--- metatable field protects
local t = setmetatable({}, {__metatable = "locked"}) print(getmetatable(t), pcall(function() setmetatable(t, {}) end)) print(getmetatable("").__index == string, getmetatable(1), getmetatable(print))
--- metatable changed later
local t = setmetatable({}, {}) print(t.x) getmetatable(t).__index = {x = 1} print(t.x) setmetatable(t, nil) print(t.x)
--- inheritance
local Animal = {} Animal.__index = Animal function Animal.new(n) return setmetatable({name = n}, Animal) end function Animal:speak() return self.name .. " speaks" end
local Dog = setmetatable({}, {__index = Animal}) Dog.__index = Dog function Dog.new(n) local d = Animal.new(n) return setmetatable(d, Dog) end function Dog:bark() return self.name .. " barks" end
local d = Dog.new("rex") print(d:speak(), d:bark(), Animal.new("cat").bark)
--- class with tostring and operators
local V = {} V.__index = V V.__add = function(a, b) return V.new(a.x + b.x, a.y + b.y) end V.__tostring = function(v) return "(" .. v.x .. "," .. v.y .. ")" end V.__eq = function(a, b) return a.x == b.x and a.y == b.y end V.__mul = function(a, b) if type(a) == "number" then return V.new(a * b.x, a * b.y) end return a.x * b.x + a.y * b.y end
function V.new(x, y) return setmetatable({x = x, y = y}, V) end
print(tostring(V.new(1, 2) + V.new(3, 4)), V.new(1, 1) == V.new(1, 1), V.new(1, 2) * V.new(3, 4), tostring(2 * V.new(1, 2)))
--- default values
local function default(d) return setmetatable({}, {__index = function() return d end}) end local t = default(0) t.a = t.a + 1 t.a = t.a + 1 print(t.a, t.b)
--- autovivification
local auto auto = {__index = function(t, k) local n = setmetatable({}, auto) rawset(t, k, n) return n end} local t = setmetatable({}, auto) t.a.b.c = 5 print(t.a.b.c, rawget(t, "x"))
--- proxy
local data = {x = 1} local log = {} local p = setmetatable({}, {__index = function(_, k) log[#log + 1] = "get " .. k return data[k] end, __newindex = function(_, k, v) log[#log + 1] = "set " .. k data[k] = v end, __len = function() return 7 end, __pairs = function() return next, data, nil end}) p.y = p.x for k, v in pairs(p) do log[#log + 1] = k .. "=" .. tostring(v) end table.sort(log) print(table.concat(log, ";"), #p)
--- ipairs respects index
local t = setmetatable({1, 2}, {__index = function(_, i) if i <= 4 then return i * 10 end end}) for i, v in ipairs(t) do io.write(i, ":", v, " ") end print()
--- pairs metamethod gives three values
local t = setmetatable({}, {__pairs = function(t) return function(_, k) k = (k or 0) + 1 if k <= 3 then return k, k * k end end, t, nil, "extra" end}) for k, v in pairs(t) do io.write(k, "=", v, " ") end print(select('#', pairs(t)))
--- concat of numbers and strings needs no metamethod
print(1 .. "", 1.5 .. "|", -0.0 .. "", 2^63 .. "", pcall(function() return {} .. "x" end))
--- index on strings
local s = "hello" print(s.len, s:len() == 5, ("x").y, #s, s:upper()) print(pcall(function() return s.x.y end))
--- newindex with rawset in a constructor
local seen = {} local t = setmetatable({}, {__newindex = function(t, k, v) seen[#seen + 1] = tostring(k) rawset(t, k, v) end}) t[1] = "a" t[1] = "b" t.x = 1 t.x = nil t.x = 2 print(table.concat(seen, ","))
--- metamethods inherited only raw
local base = {__add = function() return "base" end} local mt = setmetatable({}, {__index = base}) local t = setmetatable({}, mt) print(pcall(function() return t + 1 end))
--- index loops end in an error
local a = {} local b = setmetatable({}, {__index = a}) setmetatable(a, {__index = b}) print(pcall(function() return a.x end))
--- len affects library functions
local t = setmetatable({1, 2, 3, 4}, {__len = function() return 2 end}) print(#t, table.concat(t, ","), table.unpack(t)) table.insert(t, "x") print(rawget(t, 3))
--- multiple results of metamethods are cut to one
local t = setmetatable({}, {__index = function() return 1, 2 end, __add = function() return 3, 4 end, __call = function() return 5, 6 end}) print(t.x, (t + 1), t()) print(({t.x, t + 1})[2], #{t.x, t + 1})
--- division of events by operand
local A = setmetatable({}, {__add = function() return "A" end}) local B = setmetatable({}, {__add = function() return "B" end}) print(A + B, B + A, A + 1, 1 + B, "x" .. tostring(pcall(function() return 1 + {} end)))
--- le falls back to lt
local mt = {__lt = function(a, b) return a.v < b.v end} local a, b = setmetatable({v = 1}, mt), setmetatable({v = 2}, mt) print(pcall(function() return a <= b, b <= a, a <= a, a >= b end))
--- gc and mode fields are harmless
local t = setmetatable({}, {__gc = function() end, __mode = "k"}) t[1] = 2 print(t[1])
--- reading a missing field of a class
local C = {} C.__index = C local o = setmetatable({}, C) print(o.missing, rawget(C, "missing"), pcall(function() return o:missing() end))
--- string coercions do not call metamethods of numbers @5.4
print("10" + 5, "3" * "4", 10 .. 20, "0x10" + 0, "1e1" * 1, -"2", "7" // 2, "7" % "4", "2" ^ 2)
