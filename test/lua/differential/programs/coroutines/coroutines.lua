--- create resume yield
local co = coroutine.create(function(a, b) print("start", a, b) local c = coroutine.yield(a + b) print("got", c) local d, e = coroutine.yield(c * 2) print("got", d, e) return "end", 99 end)
print(coroutine.resume(co, 1, 2)) print(coroutine.status(co)) print(coroutine.resume(co, 10)) print(coroutine.resume(co, "x", "y")) print(coroutine.status(co)) print(coroutine.resume(co))
--- wrap
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) print(gen(), gen(), gen(), gen()) print(pcall(function() return (gen()) end))
--- generators in for
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i, i * i) end end) end for i, sq in range(4) do io.write(i, ":", sq, " ") end print()
--- errors inside
local co = coroutine.create(function() error("oops") end) print(coroutine.resume(co)) print(coroutine.status(co)) local co = coroutine.create(function() error({code = 1}) end) local ok, e = coroutine.resume(co) print(ok, type(e), e.code)
--- errors through wrap
local f = coroutine.wrap(function() error("x", 0) end) print(pcall(f)) local f = coroutine.wrap(function() error({}) end) print(select('#', pcall(f)))
--- yield across pcall
local co = coroutine.create(function() local ok, v = pcall(function() local x = coroutine.yield(1) if x == "err" then error("E", 0) end return x end) coroutine.yield(ok, v) return "done" end)
print(coroutine.resume(co)) print(coroutine.resume(co, "err")) print(coroutine.resume(co)) print(coroutine.status(co))
--- yield in nested functions
local function inner(x) local y = coroutine.yield(x) return y * 2 end local function outer(x) local a = inner(x) local b = inner(a) return a + b end
local co = coroutine.wrap(function() return outer(1) end) print(co()) print(co(10)) print(co(100))
--- yield in metamethods
local mt = {__add = function(a, b) return coroutine.yield("add") end, __index = function(t, k) return coroutine.yield("index " .. k) end, __lt = function() return coroutine.yield("lt") end, __eq = function() return coroutine.yield("eq") end, __len = function() return coroutine.yield("len") end, __concat = function() return coroutine.yield("concat") end, __call = function(_, x) return coroutine.yield("call") end, __newindex = function() coroutine.yield("newindex") end, __unm = function() return coroutine.yield("unm") end}
local co = coroutine.wrap(function() local t, u = setmetatable({}, mt), setmetatable({}, mt) local r = {} r[1] = t + 1 r[2] = t.foo r[3] = t < u r[4] = t == u r[5] = #t r[6] = t .. "x" r[7] = t(1) t.z = 5 r[8] = -t return table.unpack(r) end)
print(co()) for i = 1, 8 do print(co(i)) end print(co("last"))
--- yield in iterators
local function iter() return function(_, i) i = i + 1 if i <= 3 then coroutine.yield("in iterator " .. i) return i end end, nil, 0 end
local co = coroutine.wrap(function() local s = 0 for i in iter() do s = s + i end return s end) for i = 1, 4 do print(co()) end
--- yield in loops keeps state
local co = coroutine.wrap(function() for i = 1, 3 do for j = i, 3 do local k = i * j while k > 0 do coroutine.yield(i, j, k) k = k - 2 end end end return "end" end) repeat local i, j, k = co() io.write(tostring(i), tostring(j), tostring(k), " ") until i == "end" print()
--- status of all kinds
local co co = coroutine.create(function() print(coroutine.status(co)) local inner = coroutine.create(function() print(coroutine.status(co)) end) coroutine.resume(inner) print(coroutine.status(inner)) coroutine.yield() end) print(coroutine.status(co)) coroutine.resume(co) print(coroutine.status(co)) coroutine.resume(co) print(coroutine.status(co))
--- resume a dead or running coroutine
local co co = coroutine.create(function() return coroutine.resume(co) end) print(coroutine.resume(co)) print(coroutine.resume(co)) print(pcall(coroutine.create, 5))
--- running and isyieldable
print(type(coroutine.running()), select(2, coroutine.running()), coroutine.isyieldable()) coroutine.wrap(function() print(type(coroutine.running()), select(2, coroutine.running()), coroutine.isyieldable()) end)()
--- yield outside
print(pcall(function() return (coroutine.yield(1)) end))
--- producer and consumer
local function producer() return coroutine.create(function() for _, v in ipairs({"a", "b", "c"}) do coroutine.yield(v) end end) end local function filter(p) return coroutine.create(function() local n = 1 while true do local ok, v = coroutine.resume(p) if not v then return end coroutine.yield(n .. v) n = n + 1 end end) end
local f = filter(producer()) while true do local _, v = coroutine.resume(f) if not v then break end io.write(v, " ") end print()
--- permutations
local function perm(a, n) n = n or #a if n <= 1 then coroutine.yield(table.concat(a)) else for i = 1, n do a[n], a[i] = a[i], a[n] perm(a, n - 1) a[n], a[i] = a[i], a[n] end end end
for p in coroutine.wrap(function() perm({"a", "b", "c"}) end) do io.write(p, " ") end print()
--- deep recursion with yields
local function walk(n) if n == 0 then coroutine.yield("bottom") return 0 end return 1 + walk(n - 1) end local co = coroutine.wrap(function() return walk(100) end) print(co()) print(co())
--- many coroutines interleaved
local cos, out = {}, {} for i = 1, 5 do cos[i] = coroutine.wrap(function() for j = 1, 3 do out[#out + 1] = i .. j coroutine.yield() end end) end for j = 1, 3 do for i = 1, 5 do cos[i]() end end print(table.concat(out, " "))
--- yield many values and none
local co = coroutine.wrap(function(...) print(select('#', ...)) print(select('#', coroutine.yield())) print(select('#', coroutine.yield(nil, nil))) return nil end) print(select('#', co())) print(select('#', co(1, nil))) print(select('#', co(nil, nil, nil)))
--- wrap inside wrap
local outer = coroutine.wrap(function() local inner = coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) coroutine.yield(inner()) coroutine.yield(inner()) return 3 end) print(outer(), outer(), outer())
--- error with traceback position in a coroutine
local co = coroutine.create(function()
  local x = nil
  x.y = 1
end) print(coroutine.resume(co))
--- pcall inside a coroutine catches errors after a yield
local co = coroutine.wrap(function() for i = 1, 3 do local ok, e = pcall(function() coroutine.yield(i) error("e" .. i, 0) end) print(ok, e) end return "fin" end) print(co()) print(co()) print(co()) print(co())
--- xpcall with a handler and yields
local co = coroutine.wrap(function() return xpcall(function() coroutine.yield("y") error("bad", 0) end, function(m) return "handled " .. m end) end) print(co()) print(co())
--- yield in varargs function keeps varargs
local co = coroutine.wrap(function(...) coroutine.yield(select('#', ...)) return ... end) print(co(1, nil, 3)) print(co())
--- closures share variables across yields
local n = 0 local co = coroutine.wrap(function() local function bump() n = n + 1 return n end while true do coroutine.yield(bump()) end end) co() n = 10 print(co()) co() print(n)
--- tree traversal
local function tree(l, v, r) return {l = l, v = v, r = r} end local function visit(t) if t then visit(t.l) coroutine.yield(t.v) visit(t.r) end end
local t = tree(tree(nil, 1, nil), 2, tree(tree(nil, 3, nil), 4, nil)) for v in coroutine.wrap(function() visit(t) end) do io.write(v, " ") end print()
--- scheduler
local tasks, log = {}, {} local function spawn(name, n) tasks[#tasks + 1] = {name = name, co = coroutine.create(function() for i = 1, n do log[#log + 1] = name .. i coroutine.yield() end end)} end
spawn("a", 2) spawn("b", 3) spawn("c", 1) while #tasks > 0 do for i = #tasks, 1, -1 do local t = tasks[i] coroutine.resume(t.co) if coroutine.status(t.co) == "dead" then table.remove(tasks, i) end end end print(table.concat(log, " "))
--- yield in the middle of expressions
local function y(v) return coroutine.yield(v) end local co = coroutine.wrap(function() local t = {y(1), x = y(2), [y(3)] = y(4), y(5)} return y(6) + y(7) * y(8), t[1], t.x, t.k, t[2], y(9) .. y(10) end) local r = table.pack(co()) while type(r[1]) == "number" and r.n == 1 do r = table.pack(co(r[1] == 3 and "k" or r[1] * 10)) end print(table.unpack(r, 1, r.n))
--- yield in conditions
local function y(v) return coroutine.yield(v) end local co = coroutine.wrap(function() if y("if") then print("yes") end while y("while") do print("loop") end repeat print("rep") until y("until") local a = y("and") and y("and2") or y("or") return a end) print(co()) print(co(true)) print(co(true)) print(co(false)) print(co(false)) print(co(true)) print(co(false)) print(co("final"))
--- yield in assignments
local function y(v) return coroutine.yield(v) end local co = coroutine.wrap(function() local t = {} t[y(1)], t[y(2)] = y(3), y(4) local a, b, c = y(5), y(6) t.n = y(7) return t.a, t.b, a, b, c, t.n end) print(co()) print(co("a")) print(co("b")) print(co("A")) print(co("B")) print(co(50)) print(co(60, 61)) print(co(70))
--- yield in method calls and arguments
local function y(v) return coroutine.yield(v) end local o = {m = function(self, ...) return self.n, ... end, n = "obj"} local co = coroutine.wrap(function() return o:m(y(1), (y(2)), y(3)) end) print(co()) print(co("a", "b")) print(co("c", "d")) print(co("e", "f"))
--- yield in for bounds
local function y(v) return coroutine.yield(v) end local co = coroutine.wrap(function() local s = 0 for i = y("from"), y("to"), y("step") do s = s + i end return s end) print(co()) print(co(1)) print(co(10)) print(co(3))
--- goto loops with yields
local co = coroutine.wrap(function() local i = 0 ::top:: i = i + 1 coroutine.yield(i) if i < 3 then goto top end return "end" end) print(co(), co(), co(), co())
--- what yield and wrap pass on
local function count(...) return select("#", ...), ... end
local co = coroutine.wrap(function(...) print(count(...)) while true do print(count(coroutine.yield(...))) end end)
co() co(nil) co(nil, nil) co(1) co(1, nil) co(nil, 2) co(1, 2, 3) co(nil, nil, nil)
local gen = coroutine.wrap(function(...) local got = { count(...) } got = { count(coroutine.yield("a")) } print(got[1], got[2], got[3]) end)
for v in gen do print(v) end
local t = coroutine.wrap(function() local p = table.pack(coroutine.yield()) p[1], p[2] = 5, 6 local q = table.pack(coroutine.yield(p.n)) print(q.n, q[1], q[2]) end)
t() t(nil, nil) t(nil, nil)
local c = coroutine.create(function(...) print(count(...)) print(count(coroutine.yield())) print(count(coroutine.yield(nil))) print(count(coroutine.yield(1, 2))) return 7, 8, 9 end)
print(coroutine.resume(c, 1, nil)) print(coroutine.resume(c)) print(coroutine.resume(c, nil)) print(coroutine.resume(c, 4, 5, 6)) print(coroutine.resume(c))
