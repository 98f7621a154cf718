local sql = require("sql")

local orders = {}

--- Adds a job and returns its id.
function orders.add(title: string, pages: integer): (integer?, error?)
    local db, err = sql.get("shop:db")
    if err then
        return nil, err
    end
    local insert = sql.builder.insert("jobs"):columns("title", "pages"):values(title, pages)
    local result, failed = insert:run_with(db):exec()
    db:release()
    if failed then
        return nil, failed
    end
    return result.last_insert_id
end

--- All jobs, or those in one state, oldest first.
function orders.list(state: string?): ({any}?, error?)
    local db, err = sql.get("shop:db")
    if err then
        return nil, err
    end
    local query = sql.builder.select("jobs.id", "title", "state", "attempts", "sum(sheets) AS sheets")
        :from("jobs")
        :left_join("ledger", "ledger.job = jobs.id")
        :group_by("jobs.id")
        :order_by("jobs.id")
    if state then
        query = query:where({ state = state })
    end
    local rows, failed = query:run_with(db):query()
    db:release()
    return rows, failed
end

return orders
