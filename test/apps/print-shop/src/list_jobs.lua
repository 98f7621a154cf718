local http = require("http")
local orders = require("orders")

local function handler()
    local response = http.response()
    local jobs, err = orders.list(http.request():query("state"))
    if err then
        response:set_status(http.STATUS.INTERNAL_ERROR)
        response:write_json({ error = tostring(err) })
        return
    end
    response:write_json({ jobs = jobs })
end

return { handler = handler }
