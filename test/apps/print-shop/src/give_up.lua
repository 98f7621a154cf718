local queue = require("queue")
local sql = require("sql")

local function record(job)
    local db = assert(sql.get("shop:db"))
    local state = "spoiled after " .. queue.message():header("attempts") .. " attempts"
    assert(db:execute("UPDATE jobs SET state = ? WHERE id = ?", { state, job.id }))
end

return { record = record }
