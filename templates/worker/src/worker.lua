local logger = require("logger")
local time = require("time")

local function main(interval)
    local inbox = process.inbox()
    local events = process.events()
    local ticker = time.ticker(interval or "2s")
    local ticks = ticker:response()
    local done = 0

    -- Other processes find the worker by this name.
    process.registry.register("worker")
    logger:info("worker started", { interval = interval })

    while true do
        local r = channel.select {
            inbox:case_receive(),
            events:case_receive(),
            ticks:case_receive()
        }

        if r.channel == ticks then
            done = done + 1
            logger:info("tick", { done = done })
        elseif r.channel == events then
            -- The supervisor asks the worker to stop.
            if r.value.kind == process.event.CANCEL then
                ticker:stop()
                logger:info("worker stopped", { done = done })
                return 0
            end
        else
            local msg = r.value
            if msg:topic() == "status" then
                process.send(msg:from(), "status", { pid = process.pid(), done = done })
            elseif msg:topic() == "fail" then
                error("asked to fail")
            end
        end
    end
end

return { main = main }
