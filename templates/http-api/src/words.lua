local http = require("http")

-- How often each word occurs, most frequent first.
local function count_words(text)
    local counts = {}
    local list = {}
    local total = 0

    for word in text:lower():gmatch("%a+") do
        if not counts[word] then
            counts[word] = { word = word, count = 0 }
            table.insert(list, counts[word])
        end
        counts[word].count = counts[word].count + 1
        total = total + 1
    end

    table.sort(list, function(a, b)
        if a.count ~= b.count then
            return a.count > b.count
        end
        return a.word < b.word
    end)

    return total, list
end

local function bad_request(res, message)
    res:set_status(http.STATUS.BAD_REQUEST)
    res:write_json({ error = message })
end

local function handler()
    local req = http.request()
    local res = http.response()

    local body, err = req:body_json()
    if err then
        return bad_request(res, "the body is not JSON")
    end
    if type(body) ~= "table" or type(body.text) ~= "string" then
        return bad_request(res, "the field \"text\" must be a string")
    end

    local total, words = count_words(body.text)
    res:set_status(http.STATUS.OK)
    res:write_json({ total = total, words = words })
end

return { handler = handler }
