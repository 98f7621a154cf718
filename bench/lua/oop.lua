-- Objects with metatables: method calls, inheritance, fields.
local Account = {}
Account.__index = Account
function Account.new(balance) return setmetatable({ balance = balance, count = 0 }, Account) end
function Account:deposit(amount)
  self.balance = self.balance + amount
  self.count = self.count + 1
end
function Account:total() return self.balance end

local Savings = setmetatable({}, { __index = Account })
Savings.__index = Savings
function Savings.new(balance, rate)
  local self = setmetatable(Account.new(balance), Savings)
  self.rate = rate
  return self
end
function Savings:accrue() self:deposit(self.rate) end

local a, s = Account.new(10), Savings.new(5, 2)
for _ = 1, 10000000 do
  a:deposit(1)
  s:accrue()
end
local made = 0
for i = 1, 2000000 do made = made + Account.new(i):total() % 2 end
print(a:total(), s:total(), made)
