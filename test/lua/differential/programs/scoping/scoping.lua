--- block scopes
local x = 1 do local x = 2 print(x) do local x = 3 print(x) end print(x) end print(x)
--- local x = x
local x = 5 do local x = x + 1 print(x) end print(x)
--- globals are fields of the environment
x = 1 print(x, _G.x, _ENV.x) _G.y = 2 print(y) _ENV.z = 3 print(z) x = nil print(rawget(_G, "x"))
--- _ENV is a variable of the chunk
local print, pcall, setmetatable, _G = print, pcall, setmetatable, _G
x = 1
local function f() return x end
_ENV = setmetatable({}, {__index = _G})
x = 7 print(x, _G.x, f(), _ENV.x, _ENV == _G)
x, _ENV, y = 1, {y = 2}, 3
print(x, y)
_ENV, x = {x = 0}, 9 print(x)
local function change() _ENV = {n = "new"} return 5 end
x = change() print(x, n)
for _, v in _G.ipairs({{v = 1}, {v = 2}}) do local _ENV = v print(v) end
function _ENV.g() return 3 end print(g())
--- _ENV that is no table
local print, pcall, p = print, pcall, print
print(pcall(function() _ENV = nil return zz end))
print(pcall(function() zz = 1 end)) print(pcall(function() _ENV.zz = 1 end))
print(pcall(function() local _ENV = nil return zz end)) print(pcall(function() local _ENV zz = 1 end))
print(pcall(function() local _ENV = {} zz() end)) print(pcall(function() local _ENV = {} _ENV.zz() end))
_ENV = "text" print(pcall(function() return len == nil, length, constructor end)) print(pcall(function() constructor = 1 end))
_ENV = p print(pcall(function() return constructor end)) _ENV = 5 print(pcall(function() return __proto__ end))
function _ENV() end print(pcall(function() return name end))
--- _ENV as a local
local print = print
do local _ENV = {a = 1} a = a + 1 b = 5 print(a, b, _ENV.a) end
print(a, b)
--- _ENV as a parameter
local function f(_ENV) return x + y end
print(f({x = 1, y = 2}))
--- function names with fields
local a = {b = {c = {}}}
function a.b.c.f(x) return x * 2 end
function a.b.c:g(x) return self == a.b.c, x end
print(a.b.c.f(4), a.b.c:g(5))
--- multiple assignment evaluates first
local i, t = 1, {}
i, t[i] = i + 1, 20
print(i, t[1], t[2])
--- swap
local a, b = 1, 2 a, b = b, a print(a, b)
local t = {1, 2} t[1], t[2] = t[2], t[1] print(t[1], t[2])
--- assignment with more values than targets
local a, b = 1, 2, 3 print(a, b) local c, d = 1 print(c, d)
a, b, c = 0 print(a, b, c)
--- evaluation order of arguments
local log = {} local function l(x) log[#log + 1] = x return x end
print(l(1), l(2), l(3)) local t = {l(4), l(5), k = l(6), l(7)} print(table.concat(log, ","))
--- short circuit
local n = 0 local function hit(v) n = n + 1 return v end
print(hit(false) and hit(1), hit(nil) or hit(2), hit(1) and hit(2), hit(1) or hit(2), n)
--- and or values
print(nil and 1, false and 1, 1 and nil, 1 and false, nil or false, false or nil, 0 and "zero", "" or 1, not nil, not 0)
--- operator precedence
print(2 + 3 * 4 ^ 2 / 2, -2 ^ 2, not 1 == 2, 2 ^ 3 ^ 2, 1 .. 2 .. 3, -3 % 5, 7 // 2 * 2, 1 + 2 < 4 and 3 or 5)
print(5 & 3 | 8, 1 << 2 + 1, ~5 & 7, 3 ~ 5 & 1, "a" .. "b" == "ab", 2 * -3, - - 4, not not nil)
--- comparison chains by and
local function between(a, x, b) return a <= x and x <= b end print(between(1, 2, 3), between(1, 5, 3))
--- numeric for scope ends with the loop
local i = "outer" for i = 1, 2 do end print(i)
--- repeat condition sees the body
local n = 0 repeat local done = n >= 2 n = n + 1 until done print(n)
--- shadowed parameter
local function f(a, a) return a end print(f(1, 2))
--- shadowed locals in one statement
local a, a = 1, 2 print(a)
--- long if chains
local function sign(x) if x < 0 then return "neg" elseif x == 0 then return "zero" elseif x < 10 then return "small" elseif x < 100 then return "medium" else return "large" end end
for _, x in ipairs({-5, 0, 5, 50, 500}) do io.write(sign(x), " ") end print()
--- semicolons and empty statements
;;; local a = 1; ; print(a);
--- comments
--[[ long ]] print(1) --[==[ ]] ]==] print(2) -- short
--- numerals
print(0x10, 0xA.8p0, 1e2, .5, 3., 0xffffffff, 1e-2, 0x.1p4, 100000000000000)
--- string escapes
print("\65\066\x41\u{48}\u{20AC}\z
       x\
y", '\'', "\"", "a\tb", "\\n") print(#"\0a\0", #"\u{10FFFF}")
--- long strings
print([[
first newline is dropped
]] .. [==[a]]b]==], #[[

x]])
--- method call on literals
print(("x"):rep(3), ("%d"):format(5), #"abc", ("abc"):upper():lower())
--- call without parentheses
local function f(x) return type(x) end print(f"s", f{}, f[[x]], type{}.x == nil)
--- nested tables and calls
local t = {f = function() return {g = function(_, x) return {x} end} end} print(t.f():g(5)[1], t["f"]().g(nil, 6)[1])
--- name with all letters
local _a1, A_b, __ = 1, 2, 3 print(_a1, A_b, __)
--- javascript words are plain names
local var, let, const, class, this, new, typeof, arguments, eval, await, async, static, enum, delete, void, null, undefined = 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17
print(var, let, const, class, this, new, typeof, arguments, eval, await, async, static, enum, delete, void, null, undefined)
--- javascript words as globals and fields
constructor = 1 prototype = 2 __proto__ = 3 toString = 4 hasOwnProperty = 5 valueOf = 6
print(constructor, prototype, __proto__, toString, hasOwnProperty, valueOf)
local t = {constructor = 1, __proto__ = 2} print(t.constructor, t.__proto__, t.toString, t.hasOwnProperty, ({}).__proto__, ({}).constructor, ("").length, t.length)
for _, k in ipairs({"__proto__", "constructor", "toString", "length", "$a", "$m", "$t", "$s"}) do local u = {} print(k, u[k]) u[k] = 1 print(u[k], next(u)) u[k] = nil print(next(u)) end
--- integer keys and string keys differ
local t = {} t[1] = "n" t["1"] = "s" t[1.0] = "f" print(t[1], t["1"], #t) t["01"] = 1 t["1.0"] = 2 print(t["01"], t["1.0"], t[1.0])
