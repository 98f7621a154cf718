local io = require("io")
local time = require("time")

local done, crew = process.listen("done"), process.listen("crew")

--- Waits until the crew is as the test wants it.
local function crew_when(test)
    while true do
        if process.registry.lookup("foreman") then
            process.send("foreman", "crew", true)
            local timeout = time.after("1s")
            local selected = channel.select({ crew:case_receive(), timeout:case_receive() })
            if selected.channel == crew and test(selected.value) then
                return selected.value
            end
        end
        time.sleep("10ms")
    end
end

local function main()
    local start = crew_when(function(state) return state.size == 3 end)
    io.print("a crew of " .. start.size)

    for number = 1, 6 do
        process.send("foreman", "task", number)
    end
    local sum, by = 0, {}
    for _ = 1, 6 do
        local answer = done:receive()
        sum = sum + answer.result
        by[answer.worker] = (by[answer.worker] or 0) + 1
    end
    io.print("sum of squares " .. sum)
    for _, name in ipairs({ "worker 1", "worker 2", "worker 3" }) do
        io.print(name .. " did " .. by[name])
    end

    process.send("foreman", "task", "stumble")
    local after = crew_when(function(state) return state.hired == 4 and state.size == 3 end)
    io.print("after a stumble: " .. after.size .. " of " .. after.hired)

    process.terminate(after.first)
    after = crew_when(function(state) return state.hired == 5 and state.size == 3 end)
    io.print("after a dismissal: " .. after.size .. " of " .. after.hired)

    local old = process.registry.lookup("foreman")
    process.send(old, "panic", true)
    after = crew_when(function() return process.registry.lookup("foreman") ~= old end)
    io.print("a new foreman with a crew of " .. after.size .. " of " .. after.hired)
    return 0
end

return { main = main }
