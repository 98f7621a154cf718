--- tonumber with bases
print(tonumber("10", 2), tonumber("ff", 16), tonumber("zz", 36), tonumber("8", 8), tonumber("-101", 2), tonumber("  7f  ", 16), tonumber("1 1", 2), tonumber("", 10), tonumber("1.0", 10), tonumber("0", 2))
--- tonumber of other values
print(tonumber(nil), tonumber({}), tonumber(true), tonumber(5), tonumber(5.5), tonumber(print))
--- tonumber spellings
for _, s in ipairs({"1", "-1", "+1", "1.", ".5", ".", "1e5", "1e+5", "1E-2", "1e", "e1", "0x1", "0X1F", "0x1p4", "0x.8", "0x", "0x1.8p1", "1_000", "1,5", "inf", "nan", "1\0", "\n1\t", "--1", "- 1", "0b1", "1f", "1L", "0x1g", "00012", "1e400", "-1e400"}) do io.write((s:gsub("%c", "?")), "=", tostring(tonumber(s)), " ") end print()
--- math.tointeger
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("x"), math.tointeger({}), math.tointeger(2^53), math.tointeger(1/0), math.tointeger(-0.0))
--- math.type
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil), math.type(2^31), math.type(1e3), math.type(10 // 2), math.type(10 / 2), math.type(3 // 1.0), math.type(2^2), math.type(7 % 2.0))
--- floor and ceil
for _, x in ipairs({3.7, -3.7, 3, -3, 0.5, -0.5, 1e100, 2^31 + 0.5}) do io.write(math.floor(x), " ", math.ceil(x), " ") end print()
--- modf and fmod
print(math.modf(3.7)) print(math.modf(-3.7)) print(math.modf(5)) print(math.modf(1/0)) print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(7.5, 2), math.fmod(-7.5, 2), math.fmod(-6, 2))
--- max and min
print(math.max(1, 2, 3), math.max(1.5, 2), math.max(2, 2.0), math.max(2.0, 2), math.min(1, -1), math.min(1), math.max(-0.0, 0.0))
--- abs sqrt exp log
print(math.abs(-5), math.abs(5.5), math.abs(-0.0), math.sqrt(16), math.exp(0), math.log(1), math.log(8, 2), math.log(100, 10), math.log(27, 3), math.pi)
--- trigonometry
print(math.sin(0), math.cos(0), math.tan(0), math.asin(1), math.acos(1), math.atan(1), math.atan(1, -1), math.deg(math.pi), math.rad(180), math.atan(0, -1))
--- ult @wide
print(math.ult(1, 2), math.ult(-1, 1), math.ult(1, -1), math.ult(0, 0), math.ult(math.maxinteger, math.mininteger))
--- constants @wide
print(math.maxinteger, math.mininteger, math.maxinteger + 1 == math.mininteger, math.maxinteger // -1, math.mininteger // -1, math.mininteger % -1, math.abs(math.mininteger))
--- random stays in range
for i = 1, 100 do local r = math.random(5) assert(r >= 1 and r <= 5 and math.type(r) == "integer") r = math.random(-2, 2) assert(r >= -2 and r <= 2) r = math.random() assert(r >= 0 and r < 1) end math.randomseed(5) local a = math.random(1000) math.randomseed(5) print(a == math.random(1000), math.random(3, 3), pcall(function(...) return (math.random(...)) end, 2, 1))
--- type names
print(type(nil), type(true), type(1), type("x"), type({}), type(print), type(function() end), type(coroutine.create(print)))
--- tostring
print(tostring(nil), tostring(true), tostring(12), tostring(-1.5), tostring("x"), tostring(1e15), tostring(10 / 2), tostring(3 | 0), (tostring({}):gsub("0x%x+", "A")), (tostring(print):match("^function: ") ~= nil))
--- string arithmetic keeps integers @5.4
print("10" + 0, "10.0" + 0, "0x10" * 1, "7" // "2", "2" ^ "3", "5" - "2", 10 % "3", -"3", -"3.0", "10" / 2)
--- float to integer in bitwise
print(3.0 | 0, "3" | 0, "0x10" & 0xFF, 2^31 | 0, -1.0 & 0xF, "1e1" | 0)
--- integer float equality
print(1 == 1.0, 2^53 == 2^53 + 1, math.type(1) == math.type(1.0), 0 == -0.0, 1 < 1.5, 1 <= 1.0, "1" == 1, 0.1 + 0.2 == 0.3)
--- date and time
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%A %B %d", 86400 * 45), os.date("!%c", 1e9 // 1 | 0), os.date("!%x %X %p %j %U %w %y", 1234567890)) local t = os.date("!*t", 1700000000) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
--- date specifiers
print(os.date("!%a|%b|%C|%D|%e|%F|%g|%G|%h|%I|%M|%n|%R|%S|%t|%T|%u|%V|%W|%%", 1234567890)) for _, d in ipairs({0, 3, 4, 364, 365, 366 + 365, 1096, 1460}) do io.write(os.date("!%G-%V-%u %U %W;", d * 86400), " ") end print()
--- date errors
print(pcall(function(...) return (os.date(...)) end, "%Q")) print(pcall(function(...) return (os.date(...)) end, "%E")) print(pcall(function(...) return (os.date(...)) end, "%Ez")) print(pcall(function(...) return (os.date(...)) end, "%")) print(pcall(function(...) return (os.date(...)) end, "*t", 2^60)) print(pcall(function(...) return (os.date(...)) end, "%c", "x"))
--- time normalises fields
local t = {year = 2020, month = 14, day = -3, hour = 30, min = 70, sec = -5} local n = os.time(t) print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst) print(os.time({year = 2020, month = 1, day = 2, hour = 12}) - os.time({year = 2020, month = 1, day = 1, hour = 12}), os.time({year = 2000, month = 1, day = 1}) == os.time({year = 2000, month = 1, day = 1, hour = 12}))
--- time errors
print(pcall(function(...) return (os.time(...)) end, {year = 2020})) print(pcall(function(...) return (os.time(...)) end, {year = 2020, month = "x", day = 1})) print(pcall(function(...) return (os.time(...)) end, {year = 2020, month = 1.5, day = 1})) print(pcall(function(...) return (os.time(...)) end, {year = 1 << 40, month = 1, day = 1})) print(os.difftime(10, 5), pcall(function(...) return (os.time(...)) end, 5))
