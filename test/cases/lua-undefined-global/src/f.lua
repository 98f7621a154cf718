local function f()
  return confg.port
end
return { main = f }
