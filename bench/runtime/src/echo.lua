return { echo = function(value) return value end }
