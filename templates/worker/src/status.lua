local io = require("io")
local time = require("time")

-- Waits until a worker answers; it may be starting or restarting.
local function ask(inbox, limit)
    local deadline = time.after(limit)
    while true do
        if process.registry.lookup("worker") then
            process.send("worker", "status", {})
        end
        local pause = time.after("100ms")
        local r = channel.select {
            inbox:case_receive(),
            pause:case_receive(),
            deadline:case_receive()
        }
        if r.channel == deadline then
            return nil
        end
        if r.channel == inbox and r.value:topic() == "status" then
            return r.value:payload():data()
        end
    end
end

local function main(what)
    local inbox = process.inbox()
    local status = ask(inbox, "5s")
    if not status then
        io.eprint("the worker does not answer")
        return 1
    end
    io.print("worker " .. status.pid .. " has done " .. tostring(status.done) .. " ticks")

    if what == "fail" then
        process.send("worker", "fail", {})
        local again = nil
        repeat
            again = ask(inbox, "5s")
        until not again or again.pid ~= status.pid
        if not again then
            io.eprint("the worker did not come back")
            return 1
        end
        io.print("it failed and came back as " .. again.pid)
    end
    return 0
end

return { main = main }
