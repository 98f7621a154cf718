-- A function: others call it by its id, tour:count_words, and get what it returns.
local function count(text)
    if type(text) ~= "string" then
        return nil, errors.new({ message = "the text must be a string", kind = errors.INVALID })
    end

    local total, longest = 0, ""
    for word in text:gmatch("%a+") do
        total = total + 1
        if #word > #longest then
            longest = word
        end
    end
    return { total = total, longest = longest }
end

return { count = count }
