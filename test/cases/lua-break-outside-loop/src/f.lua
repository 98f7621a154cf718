local function f()
  break
end
return { main = f }
