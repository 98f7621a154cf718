local queue = require("queue")
local sql = require("sql")
local time = require("time")

--- Prints a job: two pages to a sheet, a millisecond for each page.
local function print_job(job)
    local db = assert(sql.get("shop:db"))
    assert(db:execute("UPDATE jobs SET state = 'printing', attempts = attempts + 1 WHERE id = ?", { job.id }))
    if job.pages < 1 then
        error(queue.message():header("title") .. " has no pages")
    end
    time.sleep(job.pages .. "ms")

    local tx = assert(db:begin())
    assert(tx:execute("INSERT INTO ledger (job, sheets) VALUES (?, ?)", { job.id, (job.pages + 1) // 2 }))
    assert(tx:execute("UPDATE jobs SET state = 'printed' WHERE id = ?", { job.id }))
    assert(tx:commit())
end

return { print = print_job }
