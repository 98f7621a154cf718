--- continue in a numeric for
for i = 1, 6 do if i % 2 == 0 then goto continue end io.write(i, " ") ::continue:: end print()
--- continue in nested loops
for i = 1, 3 do for j = 1, 3 do if j == i then goto continue end io.write(i, j, " ") ::continue:: end end print()
--- break out of two loops
for i = 1, 5 do for j = 1, 5 do if i * j == 6 then print(i, j) goto done end end end
::done:: print("done")
--- backward goto as a loop
local i = 1
::again:: io.write(i, " ") i = i + 1
if i <= 5 then goto again end print()
--- goto into the end of a block past locals
do local x = 1 if x then goto out end local y = 2 print(y) ::out:: end print("ok")
--- same label in different functions
local function f() goto l ::l:: return 1 end
local function g() goto l ::l:: return 2 end
print(f(), g())
--- same label in sibling blocks
do goto a ::a:: print(1) end do goto a ::a:: print(2) end
--- goto in while with continue at the end
local n = 0
while n < 10 do n = n + 1 if n % 3 ~= 0 then goto continue end io.write(n, " ") ::continue:: end print()
--- goto in repeat
local n = 0
repeat n = n + 1 if n == 2 then goto skip end io.write(n, " ") ::skip:: until n >= 4 print()
--- state machine
local s, i, out = "a b  c", 1, {}
local c
::start:: c = s:sub(i, i) if c == "" then goto stop end if c == " " then goto space end goto letter
::space:: i = i + 1 out[#out + 1] = "_" goto start
::letter:: i = i + 1 out[#out + 1] = c goto start
::stop:: print(table.concat(out))
--- nested function may not see outer labels but may have its own
local t = {}
for i = 1, 3 do
  t[i] = function() local n = 0 ::top:: n = n + i if n < 10 then goto top end return n end
end
print(t[1](), t[2](), t[3]())
--- forward goto skips statements
goto l1
print("skipped")
::l1:: print("reached")
do goto l2 print("x") ::l2:: ; end
--- goto in if branches
for i = 1, 4 do
  if i == 1 then goto one elseif i == 2 then goto two else goto other end
  ::one:: io.write("one ") goto next
  ::two:: io.write("two ") goto next
  ::other:: io.write("other ")
  ::next::
end print()
--- loops from goto with captured variables
local fs = {}
local i = 0
::l:: do local j = i fs[#fs+1] = function() j = j + 1 return j end end
i = i + 1 if i < 3 then goto l end
print(fs[1](), fs[1](), fs[2](), fs[3]())
--- retry with goto
local tries = 0
::retry:: tries = tries + 1
local ok, err = pcall(function() if tries < 3 then error("try " .. tries, 0) end return "fine" end)
print(ok, err)
if not ok then goto retry end
print(tries)
--- goto out of a generic for
for k, v in pairs({10, 20, 30}) do if v == 20 then goto found end end
print("never")
::found:: print("found")
--- labels at the end of a function
local function f(x) if x then goto e end print("body") ::e:: end
f(true) f(false)
--- break inside a goto loop
local n = 0
::top:: for i = 1, 10 do n = n + 1 if i == 3 then break end end
if n < 9 then goto top end print(n)
