-- Runs the programs that stand on its standard input, each in an environment of its own, and tells what they print.
-- Both directions: a line of lengths, then the bytes. In: chunk name, source. Out: error (-1 for none), output.
local read, send = io.read, io.write
while true do
  local header = read("l")
  if not header then break end
  local nameLength, sourceLength = header:match("^(%d+) (%d+)$")
  local name, source = read(tonumber(nameLength)), read(tonumber(sourceLength)) or ""
  local pieces = {}
  local environment = {}
  for key, value in pairs(_G) do environment[key] = value end
  environment._G = environment
  environment.arg = nil
  environment.print = function(...)
    local texts = table.pack(...)
    for index = 1, texts.n do texts[index] = tostring(texts[index]) end
    pieces[#pieces + 1] = table.concat(texts, "\t") .. "\n"
  end
  environment.io = { write = function(...)
    for index = 1, select("#", ...) do pieces[#pieces + 1] = tostring((select(index, ...))) end
  end }
  local chunk, problem = load(source, "@" .. name, "t", environment)
  if chunk then
    local ok, value = pcall(chunk)
    if not ok then problem = tostring(value) end
  end
  local output = table.concat(pieces)
  send(problem and #problem or -1, " ", #output, "\n", problem or "", output)
end
