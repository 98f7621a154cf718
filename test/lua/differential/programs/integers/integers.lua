--- overflow wraps @wide
print(math.maxinteger + 1, math.mininteger - 1, math.maxinteger * 2, math.mininteger * -1, -math.mininteger, math.maxinteger * math.maxinteger)
--- large products @wide
local a = 1 for i = 1, 25 do a = a * i end print(a) local b = 7 for i = 1, 30 do b = b * 7 + i end print(b) print(3037000500 * 3037000500, 4294967296 * 4294967296, 9007199254740993 * 3)
--- lcg 64 @wide
local x = 1 for i = 1, 10 do x = x * 6364136223846793005 + 1442695040888963407 io.write(x, " ") end print()
--- fnv 64 @wide
local h = 0xcbf29ce484222325 for c in ("hello world"):gmatch(".") do h = (h ~ c:byte()) * 0x100000001b3 end print(("%x"):format(h), h)
--- xorshift @wide
local x = 88172645463325252 for i = 1, 5 do x = x ~ (x << 13) x = x ~ (x >> 7) x = x ~ (x << 17) io.write(("%016x "):format(x)) end print()
--- crc32 @wide
local function crc(s) local c = 0xFFFFFFFF for i = 1, #s do c = c ~ s:byte(i) for _ = 1, 8 do c = (c & 1) ~= 0 and (c >> 1) ~ 0xEDB88320 or c >> 1 end end return c ~ 0xFFFFFFFF end print(("%08x"):format(crc("123456789")), crc(""))
--- precision beyond doubles @wide
print(9007199254740993, 9007199254740992 + 1, 9007199254740993 - 9007199254740992, 2^53 + 1, (1 << 53) + 1, 9007199254740993 == 9007199254740992, 9007199254740993 == 2^53, 9007199254740993 > 2^53)
--- division @wide
for _, p in ipairs({{7, 2}, {-7, 2}, {7, -2}, {-7, -2}, {math.mininteger, -1}, {math.maxinteger, 10}, {math.mininteger, 10}, {0, 5}}) do io.write(p[1] // p[2], " ", p[1] % p[2], " ") end print()
--- float division results
print(7 / 2, 6 / 2, 1 / 3, -7 / 2, 0 / 5, 7 // 2.0, -7 // 2.0, 7 % 2.5, -7 % 2.5, 7 % -2.5, 5.3 // 1, -0.5 // 1)
--- shifts @wide
print(1 << 62, 1 << 63, 1 << 64, 1 << -1, -1 >> 1, -1 >> 63, -1 >> 64, -1 << 1, 5 >> 1, 5 << 0, 1 << 31, 1 << 32, -1 >> -1, 0xFF << 56)
--- bit operations @wide
print(0xFF & 0x0F, 0xF0 | 0x0F, 0xFF ~ 0x0F, ~0, ~5, ~-1, -1 & 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF ~ -1, math.mininteger | 1, math.maxinteger & ~1)
--- hexadecimal literals @wide
print(0xFFFFFFFFFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0x1FFFFFFFFFFFFFFFF, 0xDEADBEEF, 0xffffffff)
--- decimal literals that overflow become floats @wide
print(9223372036854775807, 9223372036854775808, -9223372036854775808, 18446744073709551616, 1e18, 10000000000000000000)
--- comparison with floats @wide
print(math.maxinteger < 2^63, math.maxinteger + 0.0 == 2^63, math.maxinteger == 2^63, math.mininteger == -2^63, math.maxinteger <= math.huge, math.mininteger < -math.huge, 2^53 + 1 == (1 << 53) + 1, (1 << 53) + 1 > 2^53, 1 < 0/0, math.maxinteger < 0/0)
--- integers as keys @wide
local t = {} t[math.maxinteger] = "max" t[math.mininteger] = "min" t[1 << 53] = "p53" t[(1 << 53) + 1] = "p53+1" print(t[math.maxinteger], t[math.mininteger], t[2^53], t[(1 << 53) + 1], t[math.maxinteger - 1], t[-2^63])
--- string conversions @wide @5.4
print(tostring(math.maxinteger), "9223372036854775807" + 0, "9223372036854775808" + 0, math.tointeger("9223372036854775807"), tonumber("-9223372036854775808"), tonumber("0x7fffffffffffffff"), math.maxinteger .. "", ("%d"):format(math.mininteger), ("%x"):format(-1), ("%d"):format(2^53))
--- loops over big integers @wide
local s = 0 for i = (1 << 53) - 2, (1 << 53) + 2 do s = s + (i & 0xFF) io.write(i, " ") end print(s)
--- float to integer at the limits @wide
print(math.tointeger(2^63), math.tointeger(-2^63), math.tointeger(2^62), math.floor(2^62), math.floor(2^70), math.ceil(-2^63), pcall(function() return 2^63 | 0 end))
--- modulo signs
for a = -5, 5, 5 do for b = -3, 3, 2 do io.write(a % b, " ", a // b, " ") end end print() for _, p in ipairs({{5.5, 2}, {-5.5, 2}, {5.5, -2}, {-5.5, -2}}) do io.write(p[1] % p[2], " ", p[1] // p[2], " ") end print()
--- infinities in modulo
print(5 % math.huge, -5 % math.huge, 5 % -math.huge, -5 % -math.huge, 5.0 // math.huge, -5.0 // math.huge, math.huge // 1, tostring(math.huge % 2):gsub("-", ""))
--- negative zero
print(-0.0, 0.0, 0 * -1, 0.0 * -1, -0.0 + 0, 0 - 0.0, 1 / -0.0, 1 / (0 * -1 + 0.0), -0.0 == 0.0, math.max(-0.0, 0), 0 // -5, 0 % -5, -0.0 // 1, 0.0 % -1)
--- unary minus @5.4
local a, b, c = 5, 5.5, "3" print(-a, -b, -c, - -a, -0, -(0.0), -(-3), -"0x10")
--- exponentiation
print(2^10, 2^0.5, (-2)^2, -2^2, (-8)^(1/3) ~= (-8)^(1/3), 0^0, 10^-2, 2^-1, 2^1023 * 2, 4^0.5)
--- sums stay integers
local s = 0 for i = 1, 1000 do s = s + i * i end print(s, math.type(s)) local f = 0.0 for i = 1, 1000 do f = f + i end print(f, math.type(f)) local m = 1 for i = 1, 20 do m = m * 2 end print(m, math.type(m))
--- accumulation in floats
local x = 0 for i = 1, 10 do x = x + 0.1 end print(x, x == 1, math.abs(x - 1) < 1e-9)
--- integer and float loops agree
local a, b = 0, 0.0 for i = 1, 100 do a = a + i b = b + i / 1 end print(a == b, a, b)
--- popcount and bit tricks @wide
local function pop(x) local n = 0 while x ~= 0 do x = x & (x - 1) n = n + 1 end return n end print(pop(0), pop(255), pop(-1), pop(math.maxinteger), pop(1 << 63)) print(-8 & -(-8), 12 & -12, ~12 + 1 == -12)
--- unsigned printing @wide
print(("%u"):format(5), math.ult(1, -1), ("%X"):format(-2), -1 // 1, (-1 >> 1) == math.maxinteger)
--- modular exponentiation @wide
local function pm(b, e, m) local r = 1 b = b % m while e > 0 do if e & 1 == 1 then r = r * b % m end b = b * b % m e = e >> 1 end return r end print(pm(2, 100, 1000000007), pm(3, 1000, 998244353), pm(7, 77, 10))
--- fibonacci to the limit @wide
local a, b = 0, 1 for i = 1, 92 do a, b = b, a + b end print(a, b)
--- digits
local function digits(n) local r = {} repeat r[#r + 1] = n % 10 n = n // 10 until n == 0 return table.concat(r, ",") end print(digits(1234567890), digits(0))
--- hexadecimal literals wrap around @wide
local low = 0x8000000000000000 local top = 0xffffffffffffffff
print(low, -0x8000000000000000, low - 1, low + low, top, top + top, -top, 0xffffffff00000000 * 2, low // -1, low * 3)
for i = 0xfffffffffffffffe, 1 do io.write(i, " ") end print()
--- sums and remainders beyond 32 bits @wide
local a, b, c = 441650591, 20394401, 5
print(a * b + c, math.type(a * b + c), a*b*c, a*b, -a*b-c)
local x, y = 2^53, -5
print(x + y, math.type(x + y))
local m = math.maxinteger
print(m + 1 == math.mininteger, 562949953421312 * 16, 562949953421312 * 15 + 1, 9007199254740991 + 1, 4503599627370497 + 4503599627370497)
for _, v in ipairs{ 7, -7, 2^31|0, 2^40|0, -(2^40|0), 4503599627370497, -4503599627370497, 9007199254740991, m, math.mininteger, 7.5, -7.5, 2^60, -0.0, 0.0 } do
  print(v % 3, v // 3, v % 2147483647, v // 2147483647, v % 1000000007, v + 1, v - 4294967296, v * 3, v * v + v)
end
