--- problem 1
local x = = 1
--- problem 2
for i=1 do end
--- problem 3
x = }
--- problem 4
local function f( return end
--- problem 7
::a:: ::a::
--- problem 8
print("unfinished
--- problem 9
x = "\q"
--- problem 10
x = "\300"
--- problem 11
x = "\xZZ"
--- problem 12
x = "\u{110000000}"
--- problem 13
x = [[unfinished
--- problem 14
x = 3x
--- problem 15
x = 0x
--- problem 16
x = 1..2
--- problem 17
local t = {1,2
--- problem 18
if x then
--- problem 19
f(
--- problem 20
a.b:c = 1
--- problem 21
a + 1
--- problem 22
(a)
--- problem 23
return 1 2
--- problem 24
x = function() end end
--- problem 25
return ... , function() return ... end
--- problem 26
do local x goto l1 local y ::l1:: print(y) end
--- problem 28
local x <close> = nil
--- problem 29
x = @
--- problem 30
x = a ? b
--- problem 31
for a,b in pairs(t) print() end
--- problem 32
while true print() end
--- problem 33
repeat x=1
--- problem 34
x, y + 1 = 2
--- problem 35
local 1 = 2
--- problem 36
function a.b.c:d.e() end
--- problem 37
x = "\u{zz}"
--- problem 38
x = '\u{}'
--- problem 39
--[[ unfinished
--- problem 40
x = 5 = 6
--- problem 41
return return
--- problem 42
if x the y end
--- problem 43
f() = 1
--- problem 44
local function a.b() end
--- problem 45
x = not
--- problem 46
::1::
--- problem 47
elseif
--- problem 48
x = 1e
--- problem 49
x = 08.5.5
--- problem 50
x = ~
--- problem 51
x = {a=}
--- problem 52
x = {[1]}
--- problem 53
and
--- problem 54
a:b
--- problem 55
"x":rep(3)
--- problem 56
x = 'a
b'
