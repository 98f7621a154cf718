--- recursion
local function ack(m, n) if m == 0 then return n + 1 elseif n == 0 then return ack(m - 1, 1) else return ack(m - 1, ack(m, n - 1)) end end print(ack(2, 3))
--- hanoi
local moves = 0 local function hanoi(n, a, b, c) if n == 0 then return end hanoi(n - 1, a, c, b) moves = moves + 1 hanoi(n - 1, c, b, a) end hanoi(8, 1, 2, 3) print(moves)
--- tail calls do not grow the stack
local function loop(n) if n == 0 then return "done" end return loop(n - 1) end print(loop(100000))
--- mutual tail calls
local odd local function even(n) if n == 0 then return true end return odd(n - 1) end function odd(n) if n == 0 then return false end return even(n - 1) end print(even(100001))
--- tail call with varargs
local function f(n, ...) if n == 0 then return ... end return f(n - 1, ...) end print(f(1000, 1, 2, 3))
--- deep recursion
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end print(depth(10000))
--- functions as values
local ops = {add = function(a, b) return a + b end, mul = function(a, b) return a * b end} for _, k in ipairs({"add", "mul"}) do io.write(k, "=", ops[k](3, 4), " ") end print()
--- default arguments
local function f(a, b) a = a or 1 b = b == nil and 2 or b return a, b end print(f()) print(f(5)) print(f(nil, false))
--- map filter reduce
local function map(t, f) local r = {} for i, v in ipairs(t) do r[i] = f(v) end return r end local function filter(t, p) local r = {} for _, v in ipairs(t) do if p(v) then r[#r + 1] = v end end return r end local function reduce(t, f, a) for _, v in ipairs(t) do a = f(a, v) end return a end
local t = {1, 2, 3, 4, 5, 6} print(table.concat(map(t, function(x) return x * x end), ","), table.concat(filter(t, function(x) return x % 2 == 0 end), ","), reduce(t, function(a, b) return a + b end, 0))
--- y combinator
local Y = function(f) return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end) end print(Y(function(self) return function(n) if n < 2 then return n end return self(n - 1) + self(n - 2) end end)(15))
--- immediately invoked
print((function(...) return select('#', ...), ... end)(1, 2)) ;(function() print("called") end)()
--- many parameters
local function f(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t) return t, a, j end print(f(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20)) print(f(1))
--- many results
local function f() return 1,2,3,4,5,6,7,8,9,10 end print(f()) print((select(10, f()))) local a,b,c = f() print(a, b, c)
--- method definition sugar
local T = {} function T.a(x) return x end function T:b(x) return self, x end print(T.a(1), select(2, T:b(2)), select('#', T.b()))
--- returning functions with state
local function account(b) return {deposit = function(n) b = b + n return b end, withdraw = function(n) if n > b then return nil, "insufficient" end b = b - n return b end} end local a = account(100) print(a.deposit(50), a.withdraw(30), a.withdraw(1000))
--- pcall as a first class function
local function apply(f, ...) return f(...) end print(apply(pcall, error, "x", 0)) print(apply(select, 2, "a", "b")) print(apply(apply, apply, math.max, 1, 5, 3))
--- unused results
local function f() return 1, 2 end f() local x = f() print(x) do f() end
--- recursion through a table field
local M = {} function M.fib(n) return n < 2 and n or M.fib(n - 1) + M.fib(n - 2) end print(M.fib(20))
--- string builder
local function builder() local p = {} local self = {} function self.add(s) p[#p + 1] = s return self end function self.done() return table.concat(p) end return self end print(builder().add("a").add("b").add("c").done())
--- gcd and primes
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end print(gcd(48, 18), gcd(17, 5), gcd(0, 5)) local function prime(n) for i = 2, math.floor(math.sqrt(n)) do if n % i == 0 then return false end end return n > 1 end local r = {} for i = 1, 50 do if prime(i) then r[#r + 1] = i end end print(table.concat(r, " "))
--- quicksort
local function qs(t) if #t < 2 then return t end local p, l, r = t[1], {}, {} for i = 2, #t do local s = t[i] < p and l or r s[#s + 1] = t[i] end l, r = qs(l), qs(r) l[#l + 1] = p for _, v in ipairs(r) do l[#l + 1] = v end return l end print(table.concat(qs({5, 3, 8, 1, 9, 2, 7}), " "))
--- matrix multiplication
local function mul(a, b) local r = {} for i = 1, #a do r[i] = {} for j = 1, #b[1] do local s = 0 for k = 1, #b do s = s + a[i][k] * b[k][j] end r[i][j] = s end end return r end local m = mul({{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}) print(m[1][1], m[1][2], m[2][1], m[2][2])
--- json like serialiser
local function ser(v) if type(v) == "table" then local p = {} if #v > 0 then for _, x in ipairs(v) do p[#p + 1] = ser(x) end return "[" .. table.concat(p, ",") .. "]" end local ks = {} for k in pairs(v) do ks[#ks + 1] = k end table.sort(ks) for _, k in ipairs(ks) do p[#p + 1] = ("%q:%s"):format(k, ser(v[k])) end return "{" .. table.concat(p, ",") .. "}" end return type(v) == "string" and ("%q"):format(v) or tostring(v) end print(ser({a = {1, 2, {b = "x"}}, c = true, d = 1.5}))
--- eight queens
local N, c = 6, 0 local function place(r, cols) if r > N then c = c + 1 return end for i = 1, N do local ok = true for j, q in ipairs(cols) do if q == i or math.abs(q - i) == r - j then ok = false break end end if ok then cols[r] = i place(r + 1, cols) cols[r] = nil end end end place(1, {}) print(c)
--- collatz
local best, len = 0, 0 for i = 1, 300 do local n, l = i, 1 while n ~= 1 do n = n % 2 == 0 and n // 2 or 3 * n + 1 l = l + 1 end if l > len then best, len = i, l end end print(best, len)
