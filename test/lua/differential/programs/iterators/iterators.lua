--- stateless iterator
local function iter(n, i) if i < n then return i + 1, (i + 1) ^ 2 // 1 | 0 end end for i, sq in iter, 4, 0 do io.write(i, ":", sq, " ") end print()
--- stateful closure
local function each(t) local i = 0 return function() i = i + 1 return t[i] end end for v in each({"x", "y", "z"}) do io.write(v, " ") end print()
--- callable table as an iterator
local t = setmetatable({n = 0}, {__call = function(self) self.n = self.n + 1 if self.n <= 3 then return self.n end end}) for v in t do io.write(v, " ") end print()
--- iterator with state and control
for k, v in next, {10, 20} do io.write(k, "=", v, " ") end print()
--- control variable set to nil in the body
for i in ipairs({1, 2, 3}) do local old = i i = nil io.write(old, " ") end print()
--- extra loop variables are nil
for a, b, c, d in function(_, x) if not x then return 1, 2 end end do print(a, b, c, d) end
--- ipairs stops at nil
for i, v in ipairs({1, 2, nil, 4}) do io.write(i, " ") end print() for i in ipairs({}) do print("never") end
--- ipairs sees elements added during the loop
local t = {1} for i, v in ipairs(t) do if i < 5 then t[i + 1] = v * 2 end io.write(v, " ") end print()
--- ipairs with elements removed during the loop
local t = {1, 2, 3, 4} for i, v in ipairs(t) do io.write(v, " ") if i == 2 then t[3] = nil end end print()
--- gmatch
for w in ("one two  three"):gmatch("%a+") do io.write(w, ".") end print() for k, v in ("a=1, b=2"):gmatch("(%w)=(%w)") do io.write(k, v, ";") end print()
--- numeric for with float steps
for i = 0, 1, 0.25 do io.write(i, " ") end print() for i = 1, 0, -0.5 do io.write(i, " ") end print() for i = 1.0, 3 do io.write(i, " ") end print() for i = 1, 3.5 do io.write(i, " ") end print()
--- numeric for with no iterations
for i = 1, 0 do print("no") end for i = 0, 1, -1 do print("no") end for i = 1, -math.huge do print("no") end print("ok")
--- numeric for evaluates its bounds once
local n = 0 local function b() n = n + 1 return 3 end for i = 1, b() do end print(n)
--- numeric for near the limits @wide
for i = math.maxinteger - 3, math.maxinteger - 1 do io.write(i, " ") end print() for i = math.mininteger + 3, math.mininteger + 1, -1 do io.write(i, " ") end print() local c = 0 for i = 1, math.huge do c = c + 1 if c == 3 then break end end print(c)
--- numeric for clips float limits
for i = 1, 2.9 do io.write(i, " ") end for i = -1, -2.9, -1 do io.write(i, " ") end print() for i = 3, 1.1, -1 do io.write(i, " ") end print()
--- string bounds are converted
for i = "10", "1", "-4" do io.write(i, " ") end for i = 1, "3" do io.write(i, " ") end for i = 1, "2.5" do io.write(i, " ") end for i = 1, 3, "2" do io.write(i, " ") end print()
print(pcall(function() for i = 1, "x" do end end)) print(pcall(function() for i = "x", 2 do end end)) print(pcall(function() for i = 1, 2, {} do end end)) print(pcall(function() for i = {}, "y", "z" do end end))
--- nested loops with breaks
for i = 1, 3 do for j = 1, 3 do if j == 2 then break end io.write(i, j, " ") end if i == 2 then break end end print()
--- break in while and repeat
local i = 0 while true do i = i + 1 if i == 5 then break end end print(i) repeat i = i + 1 if i == 8 then break end until false print(i)
--- return from inside loops
local function f() for i = 1, 10 do for j = 1, 10 do if i * j == 42 then return i, j end end end end print(f())
--- iterator that returns false goes on
local n = 0 for v in function() n = n + 1 if n < 4 then return false end end do io.write(tostring(v), " ") end print()
--- zip and map
local function zip(a, b) local i = 0 return function() i = i + 1 if a[i] ~= nil and b[i] ~= nil then return a[i], b[i] end end end for x, y in zip({1, 2, 3}, {"a", "b"}) do io.write(x, y, " ") end print()
--- pairs over sorted keys
local function sorted(t) local ks = {} for k in pairs(t) do ks[#ks + 1] = k end table.sort(ks) local i = 0 return function() i = i + 1 return ks[i], t[ks[i]] end end for k, v in sorted({c = 3, a = 1, b = 2}) do io.write(k, v, " ") end print()
--- while with complex condition
local a, b = 0, 10 while a < b and not (a == 7) do a = a + 1 b = b - (a % 3 == 0 and 1 or 0) end print(a, b)
--- loop with multiple closures and continue
local acc = {} for i = 1, 5 do if i % 2 == 1 then goto c end acc[#acc + 1] = function() return i end ::c:: end for _, f in ipairs(acc) do io.write(f(), " ") end print()
--- fibonacci iterator
local function fib(max) local a, b = 0, 1 return function() if a > max then return nil end local r = a a, b = b, a + b return r end end for v in fib(50) do io.write(v, " ") end print()
