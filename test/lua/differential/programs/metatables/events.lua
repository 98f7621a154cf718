--- chains of __index
local a = setmetatable({}, {__index = function(t,k) return k.."!" end})
local b = setmetatable({}, {__index = a})
local c = setmetatable({x=1}, {__index = b})
print(c.x, c.y, c[1], rawget(c,"y"))
print(pcall(function() return c[nil] end))
print(pcall(function() return c[{}] end))
local d = setmetatable({}, {__index = "abc"})
print(d.len("xx"), d.upper)
print(pcall(function() return setmetatable({}, {__index=5}).foo end))
print(pcall(function() return setmetatable({}, {__index=5})[1] end))
print(pcall(function() local t=setmetatable({}, {__index=true}) return t.x end))
--- chains of __newindex and their limits
local log={}
local t=setmetatable({}, {__newindex=function(t,k,v) rawset(t,k,v*2) end})
t.a=1 t.a=5 t[1]=2 print(t.a,t[1])
local store={} local p=setmetatable({}, {__newindex=store}) p.x=1 p[1]=2 print(rawget(p,"x"),store.x,store[1])
local q=setmetatable({}, {__newindex=p}) q.y=3 print(rawget(q,"y"),store.y)
print(pcall(function() local t=setmetatable({}, {__newindex="abc"}) t.x=1 end))
print(pcall(function() local t=setmetatable({}, {__newindex=5}) t.x=1 end))
print(pcall(rawset, 1, 2, 3)) print(pcall(rawset,{},nil,1)) print(pcall(rawset,{},0/0,1))
local loop={} setmetatable(loop,{__newindex=loop,__index=loop})
print(pcall(function() return loop.x end)) print(pcall(function() loop.x=1 end))
local l2=setmetatable({},{}) getmetatable(l2).__index=l2 print(pcall(function() return l2.zz end))
print(pcall(function() return l2[1] end)) print(pcall(function() l2[1]=1 return l2[1] end))
--- every arithmetic event @wide
local mt={} local ev={"add","sub","mul","div","mod","pow","unm","idiv","band","bor","bxor","shl","shr","bnot","concat"}
for _,n in ipairs(ev) do mt["__"..n]=function(a,b) return n..":"..type(a)..":"..type(b)..":"..tostring(rawequal(a,b)) end end
local o=setmetatable({},mt)
print(o+1,1+o,o+o,o-1,1-o,o*2,2*o,o/2,2/o,o%2,2%o,o^2,2^o,-o,o//2,2//o)
print(o&1,1&o,o|1,1|o,o~1,1~o,o<<1,1<<o,o>>1,1>>o,~o)
print(o.."x","x"..o,o..1,1 ..o,o..o,"a".."b"..o,o.."a".."b",o..nil)
print(o+"x","x"+o,o+nil,nil+o,o&1.5,1.5&o,o|"x","x"|o,o..{},{}..o)
print(pcall(function() return {}+1 end)) print(pcall(function() return {}..1 end)) print(pcall(function() return 1 .. {} end))
print(pcall(function() return nil.."x" end)) print(pcall(function() return "x"..nil end)) print(pcall(function() return true.."x" end))
--- arguments of unary events
local mt={__unm=function(a,b) return rawequal(a,b) end,__bnot=function(...) return select('#',...) end,__len=function(...) return select('#',...) end}
local o=setmetatable({},mt) print(-o,~o,#o)
--- __eq in every position
local mt={__eq=function(a,b) return a.v==b.v end}
local a,b=setmetatable({v=1},mt),setmetatable({v=1},mt) print(a==b,a~=b,rawequal(a,b))
local c=setmetatable({v=1},{__eq=function() return true end}) print(a==c,c==a,c~=a)
local d={v=1} print(a==d,d==a)
print(a==1,a==nil,a=="x")
local e=setmetatable({},{__eq=function() return nil end}) print(e=={},{}==e,e==e,e~={})
local f=setmetatable({},{__eq=function() return 5 end}) print(f=={},f~={})
local t={} t[a]=1 print(t[b],t[a])
--- __lt and __le results
local mt={__lt=function(a,b) return "t" end,__le=function(a,b) return nil end}
local o=setmetatable({},mt) print(o<1,1<o,o<=1,1<=o,o>1,o>=1,o<o,o<=o,not(o<1))
local p=setmetatable({},{__lt=function(a,b) return type(a)..type(b) end})
print(pcall(function() return p<=1 end)) print(pcall(function() return 1<=p end)) print(p<=p)
print(pcall(function() return {}<{} end)) print(pcall(function() return {}<1 end)) print(pcall(function() return 1<"2" end))
print(pcall(function() return nil<=nil end)) print(pcall(function() return print<print end)) print(pcall(function() return "a"<1 end))
print(pcall(function() return true<false end)) print(pcall(function() return nil>1 end)) print(pcall(function() return 2>= {} end))
--- __le from __lt
local mt={__lt=function(a,b) print("lt",a.n,b.n) return a.n<b.n end}
local a,b=setmetatable({n=1},mt),setmetatable({n=2},mt) print(a<=b,b<=a,a>=b,a<=a)
--- __call of values and methods
local o=setmetatable({},{__call=function(self,...) return select('#',...),... end})
print(o(),o(1),o(1,nil),o(nil,nil,nil)) print(pcall(o,1,2)) print(select(2,pcall(o)))
print(pcall(function() local t={} t() end)) print(pcall(function() local t={a={}} t.a.b() end)) print(pcall(function() local t={a={}} t.a:b() end))
print(pcall(function() ("x"):nope() end)) print(pcall(function() (1)() end)) print(pcall(function() ("x")() end))
print(pcall(function() local s="x" s.y.z=1 end)) print(pcall(function() return (nil)() end))
local oo=setmetatable({},{__index={m=setmetatable({},{__call=function(me,self,x) return self==oo,x end})}}) print(oo:m(5))
for k in setmetatable({},{__call=function(_,s,c) c=(c or 0)+1 if c<4 then return c end end}) do io.write(k," ") end print()
--- __len in the library
print(pcall(function() return #nil end)) print(pcall(function() return #5 end)) print(pcall(function() local a=true return #a end))
print(#setmetatable({1,2,3},{__len=function() return "x" end}),#setmetatable({},{__len=function() return nil end}),#"abc")
print(pcall(table.unpack,setmetatable({},{__len=function() return "x" end}))) print(pcall(table.insert,setmetatable({},{__len=function() return 1.5 end}),1))
print(table.unpack(setmetatable({1,2,3},{__len=function() return "2" end}))) print(pcall(table.concat,setmetatable({1,2,3},{__len=function() return 2.0 end})))
print(pcall(ipairs)) print(rawlen({1,2}),rawlen("abc"),pcall(rawlen,5))
--- __pairs and ipairs over proxies
local t=setmetatable({},{__pairs=function(t) return function(_,k) k=(k or 0)+1 if k<=3 then return k,k*k end end,t,nil end})
for k,v in pairs(t) do io.write(k,"=",v," ") end print()
print(pcall(pairs,nil)) print(pcall(pairs)) print(pcall(pairs,5)) print(select('#',pairs({})))
print(select('#',pairs(setmetatable({},{__pairs=function() return 1 end})))) print(pairs(setmetatable({},{__pairs=function() return 1,2,3,4 end})))
local p=setmetatable({},{__index=function(_,i) if i<=3 then return i*10 end end}) for i,v in ipairs(p) do io.write(i,":",v," ") end print()
print(pcall(ipairs,nil)) print(ipairs(5) ~= nil, pcall(function() for i in ipairs(5) do end end))
print(pcall(next,{},"nope")) print(pcall(next)) print(next({})) print(next({10}))
--- __metatable
local t=setmetatable({},{__metatable="locked"}) print(getmetatable(t),pcall(setmetatable,t,{}))
print(pcall(setmetatable,1,{})) print(pcall(setmetatable,{})) print(pcall(setmetatable,{},1)) print(getmetatable("x").__index==string,getmetatable(1),getmetatable(nil))
print(getmetatable(setmetatable({},{__metatable=false}))) print(pcall(getmetatable))
--- __tostring and __name @wide
print(tostring(setmetatable({},{__tostring=function() return "T" end}))) print(pcall(tostring,setmetatable({},{__tostring=function() return 1 end})))
print(pcall(tostring,setmetatable({},{__tostring=function() end}))) print((tostring(setmetatable({},{__name="My"})):gsub("0x.*","ADDR")))
print(pcall(tostring)) print(tostring(nil),tostring(true),tostring(1.0),tostring(-0.0),tostring(1e100),tostring(2^63),tostring(-2^63),tostring(1e15),tostring(1e16),tostring(123456789012345678))
print(pcall(function() return {}.x.y end)) print(pcall(function() local a; a.b=1 end)) print(pcall(function() a.b.c=1 end))
print((string.format("%s",setmetatable({},{__name="My"})):gsub("0x.*","ADDR")))
--- __name in messages
print(pcall(string.rep,setmetatable({},{__name="My.Type"}))) print(pcall(function() return setmetatable({},{__name="My.Type"})+1 end))
print(pcall(function() return setmetatable({},{__name="My.Type"})<1 end)) print(pcall(function() return #setmetatable({},{__name="X"}) end))
print(pcall(function() return setmetatable({},{__name=5})+1 end)) print(pcall(function() setmetatable({},{__name="Callable"})() end))
print(pcall(function() return setmetatable({},{__name="My.Type"}).."x" end)) print(pcall(function() return setmetatable({},{__name="My.Type"})&1 end))
--- numbers in concatenations @wide
print(1 ..2,1.5 ..2,-0.0 ..'',2^53 ..'',1e15 ..'',10//1 ..'',10/2 ..'',0x10 ..'',1e100 ..'') print(#(1 ..""),#(1.0 ..""))
