local io = require("io")

-- The words after the command are the arguments; the returned number is the exit code.
local function main(name)
    io.print("Hello, " .. (name or "world") .. "!")
    return 0
end

return { main = main }
