local funcs = require("funcs")
local http = require("http")

-- GET /api/words/{text}
local function handler()
    local request = http.request()
    local response = http.response()

    local words, err = funcs.call("tour:count_words", request:param("text"))
    if err then
        response:set_status(http.STATUS.BAD_REQUEST)
        response:write_json({ error = err:message() })
        return
    end
    response:set_status(http.STATUS.OK)
    response:write_json(words)
end

return { handler = handler }
