local M = {}
function M.all(x) return { x } end
return M
