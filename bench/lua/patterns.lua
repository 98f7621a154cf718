-- Pattern matching: find, match, gmatch, gsub over a text.
local words = {}
for i = 1, 20000 do words[i] = "word" .. i .. "=" .. (i * 37 % 1000) end
local text = table.concat(words, " ")
local sum, count = 0, 0
for _ = 1, 25 do
  for key, value in text:gmatch("(%w+)=(%d+)") do
    sum = sum + tonumber(value)
    count = count + #key
  end
  local replaced, n = text:gsub("%d+", function(d) return #d end)
  count = count + n + #replaced
  local upper = text:gsub("(%a+)(%d+)", "%2%1")
  count = count + #upper
end
for i = 1, 20000 do
  local key = words[i]:match("^(%w+)=")
  if words[i]:find("99", 1, true) then count = count + 1 end
  count = count + #key
end
print(sum, count)
