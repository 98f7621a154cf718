--- counter closures are independent
local function counter() local n = 0 return function() n = n + 1 return n end end
local a, b = counter(), counter()
print(a(), a(), b(), a(), b())
--- closures share one variable
local function pair() local v = 1 return function() return v end, function(x) v = x end end
local get, set = pair()
print(get()) set(10) print(get()) set(nil) print(get())
--- each iteration of a numeric for has a variable of its own
local fs = {}
for i = 1, 5 do fs[i] = function() i = i + 10 return i end end
for i = 1, 5 do print(fs[i](), fs[i]()) end
--- each iteration of a generic for has variables of its own
local fs = {}
for k, v in ipairs({"a", "b", "c"}) do fs[#fs + 1] = function() v = v .. k return v end end
for _, f in ipairs(fs) do print(f(), f()) end
--- locals of a while body are fresh
local fs, i = {}, 0
while i < 4 do i = i + 1 local j = i * 2 fs[i] = function() j = j + i return j end end
for k = 1, 4 do print(fs[k](), fs[k]()) end
--- locals of a repeat body are seen by its condition and captured
local fs, n = {}, 0
repeat local k = n fs[#fs + 1] = function() return k end n = n + 1 until k >= 3
for _, f in ipairs(fs) do io.write(f(), " ") end print()
--- goto continue makes fresh locals
local fs = {}
do
  local i = 1
  ::top::
  local x = i * i
  fs[#fs + 1] = function() x = x + 1 return x end
  i = i + 1
  if i <= 4 then goto top end
end
for i = 1, #fs do print(fs[i](), fs[i]()) end
--- upvalues three levels up
local function a(x) return function(y) return function(z) x = x + 1 return x, y, z end end end
local f = a(1)(2)
print(f(3)) print(f(4)) print(a(10)(20)(30))
--- recursive local function sees itself
local function fact(n) if n <= 1 then return 1 end return n * fact(n - 1) end
for i = 0, 10 do io.write(fact(i), " ") end print()
--- local f = function does not see itself
local g = 5
local f = function() return g end
local g = 6
print(f(), g)
--- mutual recursion through upvalues
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(10), odd(10), even(7), odd(7))
--- parameters are captured variables
local function f(a) local function set(v) a = v end set(a * 2) return a end
print(f(4), f(5))
--- varargs captured by copy
local function f(...) local t = {...} return function() return table.unpack(t) end end
print(f(1, nil, 3)())
--- closures in a table constructor
local x = 1
local t = {inc = function() x = x + 1 end, get = function() return x end}
t.inc() t.inc() print(t.get(), x)
--- loop variable changed in the body does not change the loop
for i = 1, 3 do local old = i i = i * 10 print(old, i) end
--- captured loop variable changed by a closure does not change the loop
for i = 1, 3 do local function bump() i = i + 5 end bump() print(i) end
--- functions compare by identity
local function f() end
local g = f
print(f == g, f == function() end, (function() end) == (function() end))
--- memoize
local calls = 0
local function memo(f) local c = {} return function(n) local v = c[n] if v == nil then v = f(n) c[n] = v end return v end end
local fib
fib = memo(function(n) calls = calls + 1 if n < 2 then return n end return fib(n - 1) + fib(n - 2) end)
print(fib(60), calls)
--- compose and curry
local function compose(...) local fs = {...} return function(x) for i = #fs, 1, -1 do x = fs[i](x) end return x end end
local function curry(f, n) if n == 1 then return f end return function(a) return curry(function(...) return f(a, ...) end, n - 1) end end
print(compose(function(x) return x + 1 end, function(x) return x * 2 end)(5))
print(curry(function(a, b, c) return a * 100 + b * 10 + c end, 3)(1)(2)(3))
--- upvalue of an enclosing loop shared by siblings
local acc = {}
for i = 1, 3 do
  local shared = i
  acc[i] = {function() shared = shared + 1 return shared end, function() return shared end}
end
acc[2][1]() acc[2][1]() print(acc[1][2](), acc[2][2](), acc[3][2]())
--- break out of a loop keeps captured locals
local f
for i = 1, 10 do local v = i * i f = function() v = v + 1 return v end if i == 4 then break end end
print(f(), f())
--- closure over a local declared without a value
local a
local function set() a = (a or 0) + 1 end
set() set() print(a)
--- shadowed names are different variables
local x = 1
local f = function() return x end
local x = x + 1
local g = function() return x end
x = x + 10
print(f(), g(), x)
--- method closures keep self
local o = {n = 0}
function o:make() return function() self.n = self.n + 1 return self.n end end
local f = o:make() f() print(f(), o.n)
--- many upvalues
local a,b,c,d,e,f,g,h,i,j = 1,2,3,4,5,6,7,8,9,10
local function sum() return a+b+c+d+e+f+g+h+i+j end
local function change() a,b,c,d,e,f,g,h,i,j = j,i,h,g,f,e,d,c,b,a+100 end
print(sum()) change() print(sum(), a, j)
