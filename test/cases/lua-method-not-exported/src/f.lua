local function handle() end
return { handle = handle }
