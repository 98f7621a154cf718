--- error values and levels
print(pcall(error)) print(pcall(error,nil)) print(pcall(error,5)) print(pcall(error,"x",0)) print(pcall(error,"x",1)) print(pcall(error,"x",2)) print(pcall(error,true)) print(type(select(2,pcall(error,{})))) print(pcall(error,"x","1")) print(pcall(error,"x",3)) print(pcall(error,"x",100)) print(pcall(error,"x",-1)) print(pcall(error,"x",1.5)) print(pcall(error,"x",nil)) print(pcall(error,"x",{}))
local function f1() error("e1",1) end local function f2() error("e2",2) end local function f3() error("e3",3) end local function g(f) f() end
print(pcall(f1)) print(pcall(f2)) 
print(pcall(function() f2() end))
print(pcall(function() g(f3) end))
print(pcall(function()
 local x = 1
 g(f2)
end))
print(pcall(assert,false)) print(pcall(assert,nil,"m")) print(pcall(assert,false,{}~=nil)) print(pcall(assert)) print(assert(1,2,3)) print(pcall(function() assert(false,"msg") end)) print(pcall(function() assert(nil) end)) print(pcall(function() assert(false,5) end)) print(pcall(function() assert() end)) print(type(select(2,pcall(assert,false,{})))) print(pcall(assert,false,nil))
print(xpcall(function() error"a" end,function(m) return m.."!" end)) print(xpcall(function(...) return ... end,print,1,2)) print(pcall(xpcall)) print(pcall(xpcall,print)) print(xpcall(function() error{} end,type)) print(xpcall(error,function(m) return m end,"direct")) print(xpcall(function() error"x" end,function() error"y" end)) print(xpcall(function() local x=nil+1 end,function(m) return m end)) print(xpcall(nil,function(m) return m end)) print(pcall(nil)) print(pcall(5)) print(pcall({})) print(pcall()) 
print(select('#',pcall(function() return nil,nil end))) print(pcall(pcall)) print(pcall(pcall,error)) print(pcall(pcall,error,"x")) print(xpcall(function() return 1,2 end,5)) 
--- messages by place
local t={} print(pcall(function() t.f() end)) print(pcall(function() t:f() end)) print(pcall(function() t.a.b.c() end)) print(pcall(function() undefinedfn() end)) print(pcall(function() local l l() end)) print(pcall(function() t["x y"]() end)) print(pcall(function() t[1]() end)) print(pcall(function() (t.x or t.y)() end)) print(pcall(function() t.x{} end)) print(pcall(function() return t.x.y end)) print(pcall(function() return undefinedvar.x end)) print(pcall(function() return ("x").y.z end)) print(pcall(function() t.x.y=1 end)) print(pcall(function() t.x[1]=1 end)) print(pcall(function() local a=t.q local b=a.z end)) print(pcall(function() string.nofn() end)) print(pcall(function() return #t.x end)) print(pcall(function() return t.x<1 end)) print(pcall(function() return {}<{} end)) print(pcall(function() return -t.x end)) print(pcall(function() return t.x..'' end)) print(pcall(function() return 2^t.x end)) print(pcall(function() return math.floor() end)) print(pcall(function() return ("x"):rep() end)) print(pcall(function() return ("x"):bad() end)) print(pcall(function() return math.floor("a") end)) print(pcall(function() local s=string.rep return s() end)) print(pcall(function() return setmetatable(1) end)) print(pcall(function() t.n.m:k() end)) print(pcall(function() return t.a+t.b end)) print(pcall(function() local a,b=1 return a+b end)) print(pcall(function() local a=1 return a.b.c end)) print(pcall(function() return (1).x.y end)) print(pcall(function() return true.x end==nil)) print(pcall(function() local x=5 x.y=1 end)) print(pcall(function() local x=5 x() end)) print(pcall(string.format,"%d","x")) print(pcall(("x").rep,{},1)) print(pcall(ipairs)) print(pcall(tostring)) print(pcall(function() string.rep({},1) end)) print(pcall(function() ("x"):rep({}) end)) print(pcall(function() ("x").rep() end)) print(pcall(function() local a={} a.b.c.d=1 end)) print(pcall(function() t[nil]=1 end)) print(pcall(next,t,"zz")) print(pcall(function() io.foo.bar() end))
--- lines of operators
local function l(f,...) local ok,m=pcall(f,...) print(m) end
l(function()
  local x = 1
  local y = x +
    nil
end)
l(function()
  local t = {
    a = 1,
    b = nil .. "x",
  }
end)
l(function()
  print(1,
    2,
    nil + 1)
end)
l(function()
  local s = "a"
    .. "b"
    .. nil
    .. "c"
end)
l(function()
  undefinedfunction
  (
   1
  )
end)
l(function()
  local a
  if a
   .b then end
end)
l(function()
  return nil
     < 1
end)
l(function()
  local t = nil
  for i = 1,
    t do
  end
end)
l(function() local a = {} ; local b = a
  .b.c
  end)
l(function()
  local f = function() return
     nil + 1 end
  f()
end)
l(function()
  while nil < 1 do
  end
end)
l(function()
  repeat local x = 1
  until x.y.z
end)
l(function()
  return (
   nil)()
end)
l(function()
  error(
   "x"
  )
end)
l(function()
  local x = -
   {}
end)
l(function()
  string.rep(
    "x"
    , {}
  )
end)
l(function()
   t.x = 5
end)
l(function()
  local a, b, c = 1,
    2,
    x.y
end)
