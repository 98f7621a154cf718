return { main = function() return json.encode({}) end }
