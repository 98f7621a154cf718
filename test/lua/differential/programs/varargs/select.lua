--- select, pack and unpack @wide
local function f(...) return select('#',...),... end print(f()) print(f(nil)) print(f(1,nil)) print((f(1,2,3)))
print(select(-1,1,2,3)) print(select(-3,1,2,3)) print(pcall(select,-4,1,2,3)) print(pcall(select,0,1)) print(select(4,1,2,3)) print(select('#')) print(pcall(select)) print(select(2.0,1,2)) print(pcall(select,1.5,1)) print(select("2",1,2)) print(pcall(select,"x")) print(pcall(select,nil))
local function g(a,...) local t={...,n=select('#',...)} local u={n=1,...} local v={(...)} return t.n,#t,#u,#v,a end print(g(1,2,3,4)) print(g()) print(g(nil,nil,nil))
local function h(...) local a,b=... return a,b,... end print(h(1)) print(h(1,2,3)) print((h(1,2)))
print(table.pack().n,table.pack(nil,nil).n,table.unpack({1,2,3},2),table.unpack({1,2},1,4)) print(table.unpack({1,2,3},-1,1)) print(pcall(table.unpack,{},1,1e8)) print(pcall(table.unpack,{},math.mininteger,math.maxinteger)) print(table.unpack({},5,4)) print(pcall(table.unpack)) print(pcall(table.unpack,1)) print(table.unpack("abc",1,0)) print(pcall(table.unpack,"abc")) print(table.unpack({1,2,3},"2","3"))
local function r(...) if select('#',...)==0 then return end return (select(1,...)),r(select(2,...)) end print(r(1,2,3,nil,5)) print(math.max(table.unpack({3,9,2}))) print((function(...) return #{...} end)(1,2,3))
print(pcall(function(...) return ... end,1,nil,nil)) print(#table.pack(f(f(f()))))
