local logger = require("logger")
local sql = require("sql")

local function main()
    local db = assert(sql.get("shop:db"))
    assert(db:execute([[
        CREATE TABLE IF NOT EXISTS jobs (
            id INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            pages INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'queued',
            attempts INTEGER NOT NULL DEFAULT 0,
            created DATETIME DEFAULT CURRENT_TIMESTAMP
        );
        CREATE TABLE IF NOT EXISTS ledger (job INTEGER NOT NULL, sheets INTEGER NOT NULL);
    ]]))
    logger:info("tables are ready")
    return 0
end

return { main = main }
