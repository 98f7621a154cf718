local logger = require("logger")

local function main(size)
    local inbox, events = process.inbox(), process.events()
    assert(process.set_options({ trap_links = true }))
    assert(process.registry.register("foreman"))

    local workers, order, hired = {}, {}, 0

    local function hire()
        hired = hired + 1
        local pid = assert(process.spawn_linked("crew:worker", "crew:processes", "worker " .. hired))
        workers[pid] = true
        order[#order + 1] = pid
    end

    local function dismiss(pid)
        workers[pid] = nil
        for index, other in ipairs(order) do
            if other == pid then
                table.remove(order, index)
                return
            end
        end
    end

    for _ = 1, size do
        hire()
    end
    logger:info("crew is complete", { workers = size })

    local turn = 0
    while true do
        local selected = channel.select({ inbox:case_receive(), events:case_receive() })
        if selected.channel == events then
            local event = selected.value
            if event.kind == process.event.CANCEL then
                for pid in pairs(workers) do
                    process.cancel(pid)
                end
                return "the shift is over"
            elseif event.kind == process.event.LINK_DOWN and workers[event.from] then
                dismiss(event.from)
                hire()
                logger:warn("worker was replaced", { workers = #order, hired = hired })
            end
        else
            local message = selected.value
            if message:topic() == "crew" then
                process.send(message:from(), "crew", { size = #order, hired = hired, first = order[1] })
            elseif message:topic() == "panic" then
                error("the foreman has lost the plan")
            else
                turn = turn % #order + 1
                process.send(order[turn], message:topic(), { sender = message:from(), data = message:payload():data() })
            end
        end
    end
end

return { main = main }
