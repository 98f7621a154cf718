local http = require("http")
local orders = require("orders")
local queue = require("queue")

local function handler()
    local request, response = http.request(), http.response()
    local body, problem = request:body_json()
    if problem or type(body.title) ~= "string" or math.type(body.pages) ~= "integer" then
        response:set_status(http.STATUS.BAD_REQUEST)
        response:write_json({ error = "expected title and pages" })
        return
    end
    local id, err = orders.add(body.title, body.pages)
    if not err then
        local _, refused = queue.publish("shop:jobs", { id = id, pages = body.pages }, { title = body.title })
        err = refused
    end
    if err then
        response:set_status(http.STATUS.INTERNAL_ERROR)
        response:write_json({ error = tostring(err) })
        return
    end
    response:set_status(http.STATUS.ACCEPTED)
    response:write_json({ id = id })
end

return { handler = handler }
