--- conditions are evaluated before the calls behind them
local x = nil local function g() x = 1 return 7 end local function id(...) return ... end
print(not x, g()) x=nil local t={not x, g()} print(t[1],t[2]) x=nil local function r() return not x, g() end print(r()) x=nil
x=5 print(x == 5, g()) x=5 print(x < 6, g(), x) x=5 local t={x<3, g(), x==1} print(t[1],t[2],t[3]) x=5 print(id(x~=5, x>2, g()))
x=5 local a,b = x==5, g() print(a,b) x=5 print((x==5) == g()) x=5 print((x == 5) and g(), x) x=5 local u={} u[x==5]=g() print(u[true],u[false]) x=5 local s={[x==5]=g(), [x==1]=2} print(s[true],s[false])
x=5 print(id(not x) , id(-x, g()), x) x=5 print(-x, g()) x=5 print(x+1, g()) x=5 print(x.."", g()) x="s" print(#x, g()) x=5 print(~x, g(), x) x=2.5 print(x*2, g()) x=5 print((x), g()) 
local y = 1 y, x = not y, y == 1 print(x, y) y,x=1,2 x,y = y==1, x==2 print(x,y) x,y = x and 1, not x print(x,y) local p,q=1,2 p,q = q>p, p print(p,q) local m,n = 3,4 m,n = n,m+n print(m,n) m,n=n<m,m<n print(m,n)
local z={} local k=1 k, z[k]=2, k==1 print(k,z[1],z[2]) z.a, k = k==2, 5 print(z.a,k) z[k==5], k = 1, 6 print(z[true])
local c = 0 local function inc() c=c+1 return c end local v = {inc(), c==1, inc(), c==2, c} print(v[1],v[2],v[3],v[4],v[5])
x=5 for i,j in (function(...) return ipairs{...} end)(x==5, g(), x==1) do io.write(tostring(j)," ") end print() x=5 local o=setmetatable({},{__call=function(_,...) return ... end,__index=function(_,k) x=9 return k end}) print(o(x==5, o.foo, x==9)) x=5 print((x==5) ~= (o.foo == x), x)
x=5 print(x==5 and not g(), x==1 or g()) x=nil print(((not x) == (g() == 7))) x=5 local w = (x==5) ~= (g()==8) print(w) x=3 print(({x==3,g()})[1], x) x=3 print(("x"):rep(x==3 and 2 or 1, g() and ""), x)
x=5 local function f2(a,b,c) print(a,b,c) end f2(x==5, x==5 and g(), x==5) x=5 o:zz(1==1) x=5 string.format("%s",tostring(x==5)) t={f=f2} x=5 t.f(x==5,g(),not x) x=nil t.f(not x,g(),not x) x=5 x, t.q = x==1, x==5 print(x,t.q)
