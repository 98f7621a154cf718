local funcs = require("funcs")

-- A process: it has memory of its own and speaks with others by messages alone.
local function main()
    local inbox = process.inbox()

    -- Wait for the page, count its words, answer whoever sent it.
    local message = inbox:receive()
    local page = message:payload():data()
    local words, err = funcs.call("tour:count_words", page.text)
    if err then
        error(err)
    end
    process.send(message:from(), "counted", { number = page.number, total = words.total })

    -- A process ends when its main function returns.
    return 0
end

return { main = main }
