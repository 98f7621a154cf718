local function f()
  goto done
end
return { main = f }
