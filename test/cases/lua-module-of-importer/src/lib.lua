return { run = function() return json.encode({}) end }
