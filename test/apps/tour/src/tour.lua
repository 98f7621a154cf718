local funcs = require("funcs")
local http_client = require("http_client")
local io = require("io")
local json = require("json")
local registry = require("registry")
local time = require("time")

local pages = {
    "The quick brown fox jumps over the lazy dog",
    "Pack my box with five dozen liquor jugs",
    "How vexingly quick daft zebras jump"
}

local function title(number, text)
    io.print("")
    io.print(number .. ". " .. text)
end

local function show(text)
    io.print("   " .. text)
end

-- Raises an error where a call failed. Calls return their result and an error, one of which is nil.
local function check(result, err)
    if err then
        error(err)
    end
    return result
end

-- 1. Code that is called by its id, wherever it runs.
local function functions()
    title(1, "A function")
    local words = check(funcs.call("tour:count_words", pages[1]))
    show("tour:count_words found " .. words.total .. " words; the first of the longest is \"" .. words.longest .. "\"")

    -- Errors are values: they have a kind, a message, and say whether to try again.
    local _, err = funcs.call("tour:count_words", 42)
    show("given a number it answers: " .. err:kind() .. ", " .. err:message())
end

-- 2. Processes share nothing; they send each other copies.
local function processes(inbox)
    title(2, "Two processes and their messages")
    local reader = check(process.spawn("tour:reader", "tour:processes"))
    show("spawned tour:reader")

    check(process.send(reader, "page", { number = 2, text = pages[2] }))
    show("sent it page 2")

    local message = inbox:receive()
    local counted = message:payload():data()
    show("it answered: page " .. counted.number .. " has " .. counted.total .. " words")
end

-- 3. Inside a process, coroutines hand each other values through channels.
local function channels()
    title(3, "Channels between coroutines")
    local work = channel.new(#pages)
    local results = channel.new()

    for worker = 1, 2 do
        coroutine.spawn(function()
            while true do
                local page, ok = work:receive()
                if not ok then
                    results:send({ finished = worker })
                    return
                end
                results:send({ total = check(funcs.call("tour:count_words", page)).total })
            end
        end)
    end

    for _, page in ipairs(pages) do
        work:send(page)
    end
    work:close()

    -- Wait for results, but not for ever: select takes what comes first.
    local timeout = time.after("5s")
    local total, finished = 0, 0
    while finished < 2 do
        local result = channel.select {
            results:case_receive(),
            timeout:case_receive()
        }
        if result.channel == timeout then
            error("the workers took too long")
        end
        if result.value.finished then
            finished = finished + 1
        else
            total = total + result.value.total
        end
    end
    show("two workers counted " .. #pages .. " pages with " .. total .. " words")
    return total
end

local questions = 0

-- Asks the ledger and waits for its answer. It may be starting, so ask again until there is one; the number of the
-- question tells its answer from late ones.
local function ask_ledger(inbox)
    local deadline = time.after("5s")
    questions = questions + 1
    while true do
        if process.registry.lookup("ledger") then
            process.send("ledger", "total", questions)
        end
        local pause = time.after("20ms")
        local result = channel.select {
            inbox:case_receive(),
            pause:case_receive(),
            deadline:case_receive()
        }
        if result.channel == deadline then
            error("the ledger does not answer")
        end
        if result.channel == inbox then
            local answer = result.value:payload():data()
            if answer.question == questions then
                return answer
            end
        end
    end
end

-- 4. The supervisor keeps services alive; others reach them by name.
local function services(inbox, total)
    title(4, "A service under the supervisor")
    local before = ask_ledger(inbox)
    process.send("ledger", "add", total)
    show("the process registered as \"ledger\" holds " .. ask_ledger(inbox).total)

    process.send("ledger", "fail", {})
    local after
    repeat
        after = ask_ledger(inbox)
    until after.pid ~= before.pid
    show("made to fail, it was started again and holds " .. after.total)
end

-- 5. Servers, routers and endpoints are entries too.
local function http()
    title(5, "An HTTP endpoint")
    local gateway = check(registry.get("tour:gateway"))
    -- The address ":9090" means port 9090 on all interfaces.
    local address = gateway.data.addr:gsub("^:", "127.0.0.1:")
    local url = "http://" .. address .. "/api/words/one%20two%20three"
    show("GET " .. url)

    local response = check(http_client.get(url, { timeout = "5s" }))
    local words = check(json.decode(response.body))
    show(response.status_code .. ": " .. words.total .. " words, the first of the longest is \"" .. words.longest .. "\"")
end

-- 6. All of the above are entries of one registry, which a program can query.
local function entries()
    title(6, "The registry")
    local found = check(registry.find({ [".ns"] = "tour", [".kind"] = "process.lua" }))
    table.sort(found, function(a, b)
        return a.id < b.id
    end)
    for _, entry in ipairs(found) do
        show(string.format("%-12s %s", entry.id, entry.meta.comment))
    end
end

local function main()
    local inbox = process.inbox()
    io.print("A tour of Wippy. Its code is in test/apps/tour.")

    functions()
    processes(inbox)
    local total = channels()
    services(inbox, total)
    http()
    entries()

    io.print("")
    io.print("That was all. An application of your own:")
    io.print("   npx wippy init my-app")
    io.print("   npx wippy run -C my-app hello")
    return 0
end

return { main = main }
