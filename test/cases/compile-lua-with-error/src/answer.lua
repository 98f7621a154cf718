local function main()
    return 6 *
end

return { main = main }
