-- Building text: concatenation, buffers, format, sub, byte.
local parts = {}
for i = 1, 300000 do parts[#parts + 1] = "item" .. i .. ";" end
local text = table.concat(parts)
local hash = 0
for i = 1, #text, 3 do hash = (hash * 31 + text:byte(i)) % 1000000007 end
local out = {}
for i = 1, 200000 do out[i] = string.format("%05d %s %.2f", i, text:sub(i, i + 3), i / 7) end
local all = table.concat(out, ",")
local line = ""
for i = 1, 20000 do line = line .. (i % 10) end
print(#text, hash, #all, #line, all:upper():sub(1, 20))
