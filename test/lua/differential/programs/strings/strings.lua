--- length and concatenation
print(#"", #"abc", "a" .. "b", "n" .. 1 .. 2.0, #("x" .. "\0" .. "y"))
--- comparison
print("a" < "b", "a" < "B", "" < "a", "abc" < "abd", "Z" < "a", "10" < "9", "a" <= "a", "a\0b" < "a\0c", "a" == "a", "1" == 1)
--- sub
local s = "hello" print(s:sub(2), s:sub(2, 3), s:sub(-3), s:sub(-3, -2), s:sub(0), s:sub(10), s:sub(2, 1), s:sub(-100, 2), s:sub(3, 100))
--- byte and char
print(("ABC"):byte(), ("ABC"):byte(2), ("ABC"):byte(1, -1)) print(("ABC"):byte(10)) print(string.char(72, 105), string.char(), #string.char(0, 255))
--- upper lower reverse rep len
print(("aBc"):upper(), ("aBc"):lower(), ("abc"):reverse(), ("ab"):rep(3), ("ab"):rep(2, "-"), ("x"):rep(0), ("x"):rep(-1), ("abc"):len())
--- find
print(("hello"):find("l"), ("hello"):find("xyz"), ("hello"):find("l", 4), ("hello"):find(""), ("hello"):find("", 10), ("hello"):find("", 6), ("a.b"):find(".", 1, true), ("a.b"):find("%."), ("hello"):find("(l)(l)"))
--- match
print(("key = value"):match("(%w+)%s*=%s*(%w+)"), ("2024-01-15"):match("(%d+)-(%d+)-(%d+)"), ("abc"):match("b"), ("abc"):match("x"), ("abc"):match("()b()"), ("  trim  "):match("^%s*(.-)%s*$") .. "|")
--- gsub
print(("hello"):gsub("l", "L")) print(("hello"):gsub("l", "L", 1)) print(("hello"):gsub("", "-")) print(("abc"):gsub("%w", "%0%0")) print(("abc def"):gsub("(%w+) (%w+)", "%2 %1")) print(("abc"):gsub("%w", {a = 1, b = "B", c = false})) print(("abc"):gsub("%w", function(c) if c == "b" then return "B" end end))
--- gsub errors
print(pcall(function(...) return (string.gsub(...)) end, "x", "x", "%2")) print(pcall(function(...) return (string.gsub(...)) end, "x", "(", "")) print(pcall(function(...) return (string.gsub(...)) end, "x", "[", "")) print(pcall(function(...) return (string.gsub(...)) end, "x", "%", "")) print(pcall(function(...) return (string.gsub(...)) end, "x", "x", true)) print(pcall(function(...) return (string.gsub(...)) end, "x", "x", function() return {} end)) print(pcall(function(...) return (string.gsub(...)) end, "x", "x", "%a"))
--- gmatch captures
local r = {} for k, v in ("a=1;b=2;c=3"):gmatch("(%a)=(%d)") do r[#r + 1] = v .. k end print(table.concat(r, " ")) for p in ("abc"):gmatch("()") do io.write(p, " ") end print() for w in ("a,b,,c"):gmatch("([^,]*)") do io.write("[", w, "]") end print()
--- classes
local out = {} for _, c in ipairs({"%a", "%d", "%l", "%s", "%u", "%w", "%x", "%p", "%c", "%g", "%A", "%D", "%S", "%W"}) do local n = 0 for i = 0, 127 do if string.char(i):find(c) then n = n + 1 end end out[#out + 1] = c .. n end print(table.concat(out, " "))
--- sets and ranges
print(("x-y_z"):gsub("[%-_]", "+"), ("hello123"):match("[a-z]+"), ("hello123"):match("[^a-z]+"), ("a]b"):match("[]]"), ("a^b"):match("[%^]"), ("a-b"):match("[a%-]+"), ("-"):match("[a-]"))
--- anchors and repetition
print(("aaa"):match("^a*"), ("aaa"):match("a-$"), ("aaab"):match("a-b"), ("abab"):match("^(ab)*"), ("aab"):find("^ab"), ("a$"):match("a%$$"), ("abc"):match("a?b?c?d?"), ("x"):match("x*?"))
--- balanced and frontier
print(("f(a(b)c)d"):match("%b()"), ("THE (quick) fox"):find("%f[%a]%a+"), ("THE (quick) fox"):gsub("%f[%a]%a+", "W"), ("[[x]]"):match("%b[]"))
--- back references
print(("abcabc"):match("(abc)%1"), ('"x" \'y\''):match("([\"'])(.-)%1"), ("aa bb cd"):gsub("(%a)%1", "<%1>"))
--- format numbers
print(("%d %5d %-5d| %05d %+d % d"):format(42, 42, 42, 42, 42, 42)) print(("%x %X %#x %o %c %u"):format(255, 255, 255, 8, 65, 7)) print(("%f %.2f %10.3f %-10.1f| %e %g %G"):format(3.14159, 3.14159, 3.14159, 3.14159, 12345.678, 0.0001, 1e20)) print(("%g %g %g %g"):format(100000, 1e15, 1e16, 0.1)) print(("%a"):format(1)) print(("%i"):format(3.0))
--- format strings
print(("%s %10s %-10s| %.2s %5.1s|"):format("abc", "abc", "abc", "abc", "abc")) print(("%s %s %s %s"):format(nil, true, 1, 1.5)) print(("%%"):format()) print(("%q"):format('a "quoted"\n\\line\0\r\t\1272')) print(("%q %q %q"):format(1, 1.5, true))
--- format errors
print(pcall(function(...) return (string.format(...)) end, "%d", 1.5)) print(pcall(function(...) return (string.format(...)) end, "%d", "x")) print(pcall(function(...) return (string.format(...)) end, "%y", 1)) print(pcall(function(...) return (string.format(...)) end, "%d")) print(pcall(function(...) return (string.format(...)) end, "%")) print(pcall(function(...) return (string.format(...)) end, "%10.123f", 1)) print(pcall(function(...) return (string.format(...)) end, "%s"))
--- tostring of numbers
print(1, 1.0, -0.0, 1e15, 1e16, 1e100, 0.1, 1/3, 123456789012345, 2^53, 2^63, -2^63, 1e14, 123456.789e3, 5 // 0.3, 1e-5, 123e-7)
--- inf and nan
print(1/0, -1/0, math.huge, -math.huge, tostring(0/0):gsub("-", ""))
--- string to number @5.4
print("10" + 1, "0x1F" + 0, " 5 " * 2, "1e2" + 0, "10" // "3", 10 .. "", "3" == 3, tonumber("  12  "), tonumber("12a"), tonumber("1e"), tonumber(""), tonumber(" "), tonumber("0x"), tonumber("1 2"))
--- split and join
local function split(s, sep) local r = {} for p in (s .. sep):gmatch("(.-)" .. sep:gsub("%p", "%%%0")) do r[#r + 1] = p end return r end print(table.concat(split("a.b..c", "."), "|"), #split("", ","))
--- pack and unpack
print(string.pack("i4", 100):byte(1, -1)) print(string.unpack("<i2", "\1\2")) print(string.packsize("i4i8")) print(string.unpack("z", "hello\0rest")) print(string.unpack("s1", "\3abcd")) print(pcall(function(...) return (string.pack(...)) end, "i17", 1)) print(string.pack(">I2 <I2 b", 258, 258, -1):byte(1, -1))
--- utf8
print(utf8.char(72, 228, 8364, 128512), utf8.len("häß€"), utf8.codepoint("€", 1), #utf8.char(8364)) for p, c in utf8.codes("aé€") do io.write(p, ":", c, " ") end print() print(utf8.offset("aé€x", 3), utf8.len("\255"), utf8.charpattern == "[\0-\x7F\xC2-\xF4][\x80-\xBF]*")
--- long concatenation
local t = {} for i = 1, 1000 do t[#t + 1] = i end local s = table.concat(t) print(#s, s:sub(1, 20), s:sub(-10)) local u = "" for i = 1, 300 do u = u .. i end print(#u, u == s:sub(1, #u))
--- caesar
local function shift(s, n) return (s:gsub("%a", function(c) local b = c:match("%l") and 97 or 65 return string.char((c:byte() - b + n) % 26 + b) end)) end print(shift("Hello, World", 3), shift(shift("Hello", 5), -5))
--- word count
local c = {} for w in ("the cat and the dog and the bird"):gmatch("%a+") do c[w] = (c[w] or 0) + 1 end local ks = {} for k in pairs(c) do ks[#ks + 1] = k end table.sort(ks) for _, k in ipairs(ks) do io.write(k, c[k], " ") end print()
--- indexing and negative positions
local s = "abc" for i = -4, 4 do io.write(i, "=", s:sub(i, i), " ") end print()
--- rep limits @wide
print(pcall(function(...) return (string.rep(...)) end, "x", math.maxinteger)) print(("abc"):rep(3, ","), (""):rep(1000000) == "")
--- escapes in output
print(("a\nb"):gsub("\n", "\\n"), ("\\"):byte(), "\x41\u{41}\65")
--- gsub with captures in the replacement
print(("word12 and key3=4"):gsub("(%a+)(%d+)", "%2%1")) print(("a b c"):gsub("%a", "<%0%1>")) print(("abc"):gsub("", "-"))
print(("k=v, x=y"):gsub("(%w+)=(%w+)", "%2=%1%%")) print(pcall(string.gsub, "abc", "(a)", "%2")) print(pcall(string.gsub, "abc", "a", "%x"))
print(("xyz"):gsub("q", "%9")) print(("hello"):gsub("l", "%1%1", 1)) print(("hello"):gsub("^h", "%0%0"))
