local function f()
  missing()
  return missing
end
return { main = f }
