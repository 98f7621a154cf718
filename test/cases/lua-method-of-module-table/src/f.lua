local M = {}
function M.run() end
function M:stop() end
return M
