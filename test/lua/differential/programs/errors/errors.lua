--- error with a string adds the position
local function f() error("msg") end print(pcall(f)) print(pcall(function() local function g() error("lvl2", 2) end g() end)) print(pcall(function() error("lvl0", 0) end))
--- error level two names the caller
local function check(x) if not x then error("bad argument", 2) end end
local function user() check(false) end
print(pcall(user))
--- error with other values
print(pcall(error)) print(pcall(error, nil)) print(pcall(error, 42)) print(pcall(error, true)) local t = {} print(select(2, pcall(error, t)) == t)
--- nested pcall
print(pcall(pcall, error, "x", 0)) print(pcall(function() local ok, e = pcall(error, "inner", 0) error("outer " .. e, 0) end))
--- error in error handling
print(pcall(function() local ok, e = pcall(function() error({code = 5}) end) print(ok, e.code) error(e) end))
--- xpcall handler
print(xpcall(function() error("a", 0) end, function(m) return m .. "!" end)) print(xpcall(function(...) return ... end, print, 1, 2)) print(xpcall(function() error() end, function(m) return m == nil end)) print(xpcall(function() local x = nil + 1 end, function(m) return type(m) end))
--- handler sees the error value
print(xpcall(function() error({1, 2}) end, function(e) return #e, "second" end))
--- assert messages
print(pcall(function() assert(false) end)) print(pcall(function() assert(nil, "custom") end)) print(pcall(function() assert(false, {1}) end)) print(pcall(assert)) print(pcall(function() return assert(1, 2, 3) end)) print(select('#', pcall(assert, false, nil)))
--- tostring of errors with positions on later lines
local ok, e = pcall(function()

  error("third line")
end) print(e)
--- runtime error positions
local function f(t)
  local x = 1
  return t.a.b
end
print(pcall(f, {})) print(pcall(f))
--- error inside nested calls keeps the innermost position
local function a() local t = {} return t.x.y end
local function b() return (a()) end
local function c()
  return (b())
end print(pcall(c))
--- error through metamethods
local t = setmetatable({}, {__index = function(_, k) error("no field " .. k, 2) end}) print(pcall(function() return t.foo end))
--- rethrow keeps the message
local ok, e = pcall(function() local ok, e = pcall(error, "first", 0) error(e, 0) end) print(e)
--- pcall returns all results
print(pcall(function() return 1, nil, 3, nil end)) print(select('#', pcall(function() return nil, nil end)))
--- pcall of things that cannot be called
print(pcall(nil)) print(pcall(5)) print(pcall("x")) print(pcall({}))
--- errors in tail calls
local function f() error("deep") end local function g() return f() end print(pcall(g))
--- error objects with tostring
local E = setmetatable({}, {__tostring = function() return "E!" end}) local ok, e = pcall(error, E) print(tostring(e), e == E)
--- stack overflow is an error
local function f() return 1 + f() end local ok, e = pcall(f) print(ok, type(e), e:find("stack overflow") ~= nil)
--- string library argument errors
print(pcall(function() ("x"):rep() end)) print(pcall(function() ("x"):bad() end)) print(pcall(function() string.rep() end)) print(pcall(function() string.char(256) end))
--- math argument errors
print(pcall(function() math.floor({}) end)) print(pcall(function() math.floor() end)) print(pcall(function() math.max() end)) print(pcall(function() math.random(0) end)) print(pcall(function() math.tointeger() end)) print(pcall(function() math.fmod(1, 0) end)) print(pcall(function() math.abs("x") end)) print(pcall(function() math.sqrt(nil) end))
--- base argument errors
print(pcall(function() setmetatable(1, {}) end)) print(pcall(function() setmetatable({}) end)) print(pcall(function() rawset({}, nil, 1) end)) print(pcall(function() rawlen(5) end)) print(pcall(function() select(0) end)) print(pcall(function() tonumber("1", 99) end)) print(pcall(function() tonumber(1, 10) end)) print(pcall(function() ipairs() end)) print(pcall(function() next({}, 1) end)) print(pcall(function() tostring() end)) print(pcall(function() getmetatable() end)) print(pcall(function() rawget({}) end)) print(pcall(function() rawequal(1) end)) print(pcall(function() type() end))
--- for loop errors
print(pcall(function() for i = "a", 2 do end end)) print(pcall(function() for i = 1, {} do end end)) print(pcall(function() for i = 1, 2, 0 do end end)) print(pcall(function() for i = 1, 2, "x" do end end)) print(pcall(function() for k in 5 do end end)) print(pcall(function() for k in nil do end end))
--- calls through fields and methods
local t = {x = {}} print(pcall(function() t.y() end)) print(pcall(function() t.x.z() end)) print(pcall(function() t:nope() end)) print(pcall(function() t.x.y.z() end)) print(pcall(function() undefinedglobal() end)) print(pcall(function() local l l() end)) print(pcall(function() (1)() end)) print(pcall(function() ("x")() end))
--- integer conversion errors
print(pcall(function() return 1.5 & 1 end)) print(pcall(function() return "1.5" | 0 end)) print(pcall(function() return 2^64 | 0 end)) print(pcall(function() return 1 // 0 end)) print(pcall(function() return 1 % 0 end)) print(pcall(function() local x = 1.5 return x << 1 end)) print(pcall(function() return "a" | 1 end)) print(pcall(function() return {} | 1 end))
--- finally pattern
local log = {} local function with(f) local ok, e = pcall(f) log[#log + 1] = "cleanup" if not ok then error(e, 0) end return e end print(pcall(with, function() error("x", 0) end)) print(pcall(with, function() return 5 end)) print(#log)
--- error in a loop stops it
local n = 0 pcall(function() for i = 1, 10 do n = i if i == 4 then error() end end end) print(n)
--- error in an iterator
local function it() return function() error("iter", 0) end end print(pcall(function() for x in it() do end end))
--- error in comparator
print(pcall(function(...) return (table.sort(...)) end, {3, 1, 2}, function(a, b) error("cmp", 0) end))
--- error in tostring metamethod
print(pcall(tostring, setmetatable({}, {__tostring = function() error("ts", 0) end})))
--- error in gsub callback
print(pcall(function(...) return (string.gsub(...)) end, "abc", "%w", function(c) error("cb " .. c, 0) end))
