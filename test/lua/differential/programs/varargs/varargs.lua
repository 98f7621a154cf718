--- select count and negative
local function f(...) return select('#', ...), select(-1, ...) end
print(f(1, 2, 3)) print(f(nil, nil)) print(pcall(f))
--- varargs in the middle are cut to one
local function v(...) return ... end
print(v(1, 2, 3), v(4, 5, 6), v(7, 8, 9)) print((v(1, 2))) print(({v(1, 2), v(3, 4)})[3])
--- varargs in table constructors
local function n(...) return #{...}, #{..., ...}, #{..., nil}, #{(...)} end
print(n(1, 2, 3)) print(n()) print(n(1))
--- nil holes survive pack and unpack
local t = table.pack(nil, 2, nil) print(t.n, t[1], t[2], t[3]) print(table.unpack(t, 1, t.n))
--- missing arguments are nil, extra ones vanish
local function f(a, b, c) return a, b, c end
print(f()) print(f(1)) print(f(1, 2, 3, 4))
--- fixed and variable parameters
local function f(a, ...) local b, c = ... return a, b, c, select('#', ...) end
print(f()) print(f(1)) print(f(1, 2)) print(f(1, 2, 3, 4))
--- varargs forwarded through pcall
print(pcall(function(...) return select('#', ...), ... end, 1, nil, nil))
--- varargs as call arguments
local function g(...) return select('#', ...) end
local function f(...) return g(...), g(..., 1), g(1, ...), g((...)) end
print(f()) print(f(1)) print(f(1, 2, 3)) print(f(nil, nil))
--- recursion over varargs
local function sum(x, ...) if x == nil then return 0 end return x + sum(...) end
print(sum(1, 2, 3, 4, 5))
local function rev(...) if select('#', ...) == 0 then return end local x = ... return rev2 and rev2(...) or x end
print(rev(9, 8))
--- assignment adjusts
local a, b, c = (function() return 1, 2 end)() print(a, b, c)
local a, b, c = (function() return 1, 2 end)(), 10 print(a, b, c)
local a, b, c = 0, (function() return 1, 2 end)() print(a, b, c)
local a, b = (function() end)() print(a, b)
--- parentheses cut to one value
local function f() return 1, 2, 3 end
print((f())) print((f()), (f())) local t = {(f())} print(#t)
--- no value against nil
local function none() end
print(none()) print((none())) print(select('#', none()), select('#', (none()))) print(#{none()}, #{none(), none()})
--- return with varargs tail
local function f(...) return ... end
local function g(...) return f(...) end
print(g()) print(g(nil)) print(g(1, nil, 3))
--- main chunk varargs
print(select('#', ...))
--- select with a number beyond the end
print(select(5, 1, 2)) print(select(2, "a", "b", "c"))
--- unpack ranges
print(table.unpack({1, 2, 3}, 2)) print(table.unpack({1, 2, 3}, 2, 3)) print(table.unpack({}, 1, 3)) print(table.unpack({1, 2}, -1, 2)) print(table.unpack({1,2,3}, 3, 2))
--- method calls pass varargs
local o = {} function o:m(...) return self == o, select('#', ...), ... end
print(o:m()) print(o:m(1, nil)) print(o.m(o, 5))
--- varargs in a loop header
local function f(...) for i, v in ipairs({...}) do io.write(i, "=", tostring(v), " ") end print() end
f(5, 6, 7) f() f(1, nil, 3)
--- string methods with several results
print(("k=v"):match("(%w)=(%w)")) print((("k=v"):match("(%w)=(%w)"))) print(#{("abc"):byte(1, -1)})
--- many arguments
local t = {} for i = 1, 200 do t[i] = i end
local function count(...) return select('#', ...) end
print(count(table.unpack(t)), select(200, table.unpack(t)))
--- many results into a table
local t = {} for i = 1, 250 do t[i] = i * 2 end
local u = {table.unpack(t)} print(#u, u[1], u[250]) local v = {0, table.unpack(t)} print(#v, v[251])
--- varargs and upvalues
local function f(...) local a = ... local function g() return a end a = a + 1 return g() end print(f(5))
--- nested varargs functions
local function outer(...) local inner = function(...) return select('#', ...) end return inner(), inner(...), inner(..., ...) end
print(outer(1, 2, 3))
--- assert returns all its arguments
print(assert(1, 2, 3)) print(select('#', assert("x", nil)))
--- ... in an expression
local function f(...) return ... + 1, ... .. "!", not ... end
print(f(4, 5))
--- ... compared
local function f(...) return ... == 1, 1 == ..., -... end print(f(1, 2))
--- constructor with call in the middle
local function f() return 1, 2, 3 end
local t = {f(), f(), x = f(), f()} print(#t, t[1], t[2], t[3], t[5], t.x)
