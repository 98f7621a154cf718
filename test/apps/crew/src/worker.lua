local logger = require("logger")

local function main(name)
    local inbox, events = process.inbox(), process.events()
    while true do
        local selected = channel.select({ inbox:case_receive(), events:case_receive() })
        if selected.channel == events then
            if selected.value.kind == process.event.CANCEL then
                logger:info("goodbye", { worker = name })
                return
            end
        else
            local task = selected.value:payload():data()
            if task.data == "stumble" then
                error(name .. " stumbled")
            end
            process.send(task.sender, "done", { worker = name, result = task.data * task.data })
        end
    end
end

return { main = main }
