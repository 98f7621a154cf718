local http = require("http")

local function handler()
    local req = http.request()
    local res = http.response()

    local greeting = req:query("greeting") or "Hello"
    local name = req:param("name")

    res:set_status(http.STATUS.OK)
    res:write_json({ message = greeting .. ", " .. name .. "!" })
end

return { handler = handler }
