-- A process that lives as long as the application: its service keeps it running.
local function main()
    local inbox = process.inbox()
    local events = process.events()
    local total = 0

    -- Others reach it by this name, whatever its PID is.
    process.registry.register("ledger")

    while true do
        local result = channel.select {
            inbox:case_receive(),
            events:case_receive()
        }

        if result.channel == events then
            -- The supervisor asks it to stop.
            if result.value.kind == process.event.CANCEL then
                return 0
            end
        else
            local message = result.value
            local topic = message:topic()
            if topic == "add" then
                total = total + message:payload():data()
            elseif topic == "total" then
                process.send(message:from(), "total", {
                    question = message:payload():data(),
                    total = total,
                    pid = process.pid()
                })
            elseif topic == "fail" then
                error("asked to fail")
            end
        end
    end
end

return { main = main }
