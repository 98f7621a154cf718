--- truthiness
for _, v in ipairs({0, "", {}, false, 1}) do io.write(v and "T" or "F", " ") end print(nil and 1 or 2, not 0)
--- nested conditions
local function f(a, b) if a then if b then return "ab" else return "a" end elseif b then return "b" end return "none" end print(f(1, 1), f(1), f(nil, 1), f())
--- while with break and else logic
local n, found = 0, false while n < 100 do n = n + 1 if n * n > 200 then found = true break end end print(n, found)
--- repeat with local in the condition
local i = 0 repeat i = i + 1 local sq = i * i until sq > 50 print(i)
--- fizzbuzz
local r = {} for i = 1, 15 do r[i] = i % 15 == 0 and "FizzBuzz" or i % 5 == 0 and "Buzz" or i % 3 == 0 and "Fizz" or i end print(table.concat(r, " "))
--- comparison of mixed types
print(1 == "1", nil == false, {} == {}, "a" == "a", 1 ~= 1.0, pcall(function() return 1 < "2" end)) print(pcall(function() return {} < {} end)) print(pcall(function() return nil < 1 end)) print(pcall(function() return "a" < 1 end)) print(pcall(function() return true < false end)) print(pcall(function() return print <= print end))
--- and or as conditional with false
print(true and false or "x", false or nil, nil or false, 1 and 2 and 3, nil and nil, false == nil)
--- numeric for descending
for i = 5, 1, -2 do io.write(i, " ") end for i = 3, 3 do io.write(i, " ") end for i = 10, 1, -4 do io.write(i, " ") end print()
--- long chains of elseif
local function day(n) if n == 1 then return "mon" elseif n == 2 then return "tue" elseif n == 3 then return "wed" elseif n == 4 then return "thu" elseif n == 5 then return "fri" else return "weekend" end end for i = 1, 7 do io.write(day(i), " ") end print()
--- do blocks with return
local function f() do return 1 end end print(f()) local function g(x) if x then return end return 2 end print(g(true), g(false))
--- return without values in the middle
local function f(x) if x > 0 then return end end print(f(1), select('#', f(1)), select('#', f(-1)))
--- complex boolean
local function xor(a, b) return (a or b) and not (a and b) end print(xor(true, false), xor(true, true), xor(nil, 1), xor(nil, nil))
--- loops that never run
while false do print("x") end for i = 2, 1 do print("x") end for _ in pairs({}) do print("x") end repeat until true print("ok")
--- state across nested functions and loops
local total = 0 for i = 1, 3 do local function add(n) total = total + n * i end for j = 1, 2 do add(j) end end print(total)
--- bubble sort
local t = {5, 1, 4, 2, 8} repeat local swapped = false for i = 1, #t - 1 do if t[i] > t[i + 1] then t[i], t[i + 1] = t[i + 1], t[i] swapped = true end end until not swapped print(table.concat(t, " "))
--- binary search
local t = {} for i = 1, 100 do t[i] = i * 3 end local function bs(x) local lo, hi = 1, #t while lo <= hi do local m = (lo + hi) // 2 if t[m] == x then return m elseif t[m] < x then lo = m + 1 else hi = m - 1 end end end print(bs(3), bs(150), bs(300), bs(4))
--- brackets
local function balanced(s) local st = {} for c in s:gmatch("[%[%]%(%){}]") do if c:match("[%[%({]") then st[#st + 1] = c else local o = table.remove(st) if not o or (o .. c ~= "()" and o .. c ~= "[]" and o .. c ~= "{}") then return false end end end return #st == 0 end print(balanced("([]{})"), balanced("([)]"), balanced("(("))
--- roman numerals
local function roman(n) local r = "" for _, p in ipairs({{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}) do while n >= p[1] do r = r .. p[2] n = n - p[1] end end return r end print(roman(1994), roman(2024), roman(4))
--- life
local g = {{0, 1, 0}, {0, 1, 0}, {0, 1, 0}} local function at(y, x) return g[y] and g[y][x] or 0 end local n = {} for y = 1, 3 do n[y] = {} for x = 1, 3 do local c = 0 for dy = -1, 1 do for dx = -1, 1 do if dy ~= 0 or dx ~= 0 then c = c + at(y + dy, x + dx) end end end n[y][x] = (c == 3 or (c == 2 and g[y][x] == 1)) and 1 or 0 end n[y] = table.concat(n[y]) end print(table.concat(n, "|"))
