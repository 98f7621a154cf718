--- float and integer keys are one @wide
local t={} t[1]="a" t[1.0]="b" t[2^53]="c" print(t[1],#t,t[2^53|0],next(t)) t[2^53|0]="d" print(t[2^53])
t={} t[1.5]=1 t["1"]=2 t[-0.0]=3 print(t[0],t[1.5],t["1"],t[1]) t[0/1]=4 print(t[0],t[-0.0]) 
t={[math.maxinteger]=1,[math.mininteger]=2,[2^63]=3,[-2^63]=4} print(t[math.maxinteger],t[math.mininteger],t[2^63],t[-2^63],t[math.maxinteger+0.0])
t={} t[math.maxinteger]=1 t[math.maxinteger+0.0]=2 local n=0 for k in pairs(t) do n=n+1 end print(n)
print(#{1,2,nil,4}~=nil,#{nil},#{nil,nil,3}~=nil,#{n=1},#{[1]=1,[2]=2})
--- tonumber of every spelling @wide
print(pcall(function() return "inf"+0 end)) print(pcall(function() return "nan"+0 end)) print(tonumber("inf"),tonumber("nan"),tonumber("0x"),tonumber("1e+"),tonumber("1e+1"),tonumber("."),tonumber(".e1"),tonumber("5."),tonumber(".5"),tonumber("0x.8"),tonumber("0x8."),tonumber("0x."),tonumber("- 1"),tonumber("-0x10"),tonumber("+5"),tonumber("+-5"),tonumber("1_000"),tonumber("1f"),tonumber("0b1"),tonumber("\t1\n"),tonumber("1\0"),tonumber("1 \v\f\r"))
print(tonumber("0x1p-2"),tonumber("0x1P+3"),tonumber("0xA.8p1"),tonumber("0x1p"),tonumber("1e400"),tonumber("-1e400"),tonumber("1e-400"),tonumber("0x1p2000"),tonumber("  0x  "),tonumber("1e0x1"))
print(tonumber("10",2),tonumber("zz",36),tonumber("ZZ",36),tonumber("8",8),tonumber("-ff",16),tonumber(" 11 ",2),tonumber("1.0",10),tonumber("",10),tonumber("7fffffffffffffff",16),tonumber("ffffffffffffffff",16),tonumber("10000000000000000",16),tonumber("- 1",10),tonumber("1 1",10),tonumber("0x10",16))
print(pcall(tonumber,"10",1)) print(pcall(tonumber,"10",37)) print(pcall(tonumber,10,10)) print(pcall(tonumber)) print(pcall(tonumber,{},10)) print(tonumber({}),tonumber(nil),tonumber(true),tonumber(5),tonumber(5.5),tonumber("5",nil)) print(pcall(tonumber,"10","x")) print(pcall(tonumber,"10",2.5)) print(tonumber("1e1",16),tonumber("1e1",15),tonumber("e",14))
--- integer arithmetic at its limits @wide
local M,m=math.maxinteger,math.mininteger
print(M+1==m,m-1==M,M*2,m*-1,m//-1,m%-1,-m,M*M,m*m,M*m,M+1.0,m-1.0,M//1.0)
print(7//2,-7//2,7//-2,-7//-2,7%2,-7%2,7%-2,-7%-2,7//2.0,-7//2.0,7%-2.0,-7%2.0,0%5,0%-5,-0.0%5,5%math.huge,-5%math.huge,5%-math.huge,-5%-math.huge,5//math.huge,-5//math.huge)
print(pcall(function() return 1//0 end)) print(pcall(function() return 1%0 end)) print(1//0.0,-1//0.0,0//0.0,1%0.0,1/0,-1/0,0/0,1%math.huge,math.huge%1,math.huge//1,1.5//0.5,-1.5//0.4,5.3%-2,-5.3%2,1e308%3,5%3.0,-6%3.0,6%-3.0)
print(2^2,2^-1,2^0.5,(-8)^(1/3),0^0,2^1023,2^1024,-2^2,2^63,10//0.3,1e15//1,3.0==3,1/3)
print(1<<0,1<<63,1<<64,1<<-1,1>>1,-1>>1,-1>>63,-1>>64,1<<62,2>>-1,1<<1000,1>>math.mininteger,1<<math.mininteger,-1>>-1,5&3,5|3,5~3,~0,~5,M&m,M|m,M~m,0xff>>4,1.0<<2,2^53|0,-1&0xffffffff,0xF0F0~0x0FF0)
print(M//2,M//3,M%10,m%10,m//10,m//3,m%M,M%m,1//M,-1//M,1%M,-1%M,M-(-1)==m,m+m,m-M,0-m==m)
print(3|0.0,pcall(function() return 3|0.5 end)) print(1e15|0,2^62|0,pcall(function() return 2^63|0 end)) print(-2^63|0,pcall(function() return (0/0)|0 end)) print(pcall(function() return (1/0)|0 end))
print(5//1,5.0//1,5/1,2^31,2^31|0,1e3,1e3|0,100000000000000,1e14,10^2,10^15,10^16,123456789*987654321,0x7fffffff*2,0xffffffff*0xffffffff,3037000500*3037000500)
print(1==1.0,M==M+0.0,M+0.0==2^63,M<2^63,M<=2^63,m==-2^63,m<=-2^63,m<-2^63,M+0.0>M,2^53==2^53+1,(2^53|0)+1>2^53,(2^53|0)+1==2^53,M>M-1,m<m+1,1<1.5,2>1.5,M>1.5,m<1.5,M<math.huge,m>-math.huge,M<0/0,M>0/0,1==0/0)
--- comparisons of integers with floats @wide
local M=math.maxinteger
for _,a in ipairs{0,1,-1,M,-M,2^53|0,(2^53|0)+1,0.5,-0.5,2^53,2^63,-2^63,1e308,-1e308,1/0,-1/0,0/0,-0.0} do for _,b in ipairs{0,1,M,math.mininteger,(2^53|0)+1,0.5,2^53,2^63,-2^63,1/0,0/0} do io.write(a<b and 1 or 0,a<=b and 1 or 0,a==b and 1 or 0," ") end print() end
--- numbers as text @wide
print(1e15,1e14,1e16,123456.789,0.1,1/3,100,1e100,-1e-100,5e-324,1.7976931348623157e308,2^53,2^63,-2^63,1e21,12345678901234567890,0.1+0.2,3.14159265358979,1e-5,1e-4,123456789012.0,1e2,-0.0,0.0,1/0,-1/0) print((tostring(0/0):gsub("-","")),tostring(2^31),1.5e300*1e10,99999999999999.9,999999999999999.9,0x7fffffffffffffff,0xffffffffffffffff,0x10p2,1e0)
print(string.format("%.14g",0.1),string.format("%.17g",0.1),string.format("%g",1e20),string.format("%g",100000),string.format("%g",1000000),string.format("%g",1e-5),string.format("%g",0.0001),3 .. "",3.0 .. "",-3.5 .. "")
print(#tostring(12345.678),tostring(1e15)=="1e+15",2^24,2^40,1e10,1e11*10,314.16e-2,0.31416E1,34e1,0xA,0Xa,0x0.1E,0xA23p-4,0X1.921FB54442D18P+1)
--- math functions and their arguments @wide
print(math.floor(1.5),math.floor(-1.5),math.ceil(1.5),math.ceil(-1.5),math.floor(5),math.floor(1e100),math.ceil(-0.5),math.floor(-0.0),math.floor(2^62),math.floor(2^63),math.huge//1,math.floor(math.huge))
print(math.tointeger(5.0),math.tointeger(5.5),math.tointeger("5"),math.tointeger("x"),math.tointeger({}),math.tointeger(2^63),math.tointeger(-2^63),math.tointeger(1/0),math.tointeger(0/0),math.tointeger("8.0")) print(pcall(math.tointeger))
print(math.abs(math.mininteger),math.abs(-5),math.abs(-5.5),math.abs(-0.0),math.abs("-5"),math.max(1,2.5),math.max(2,1),math.min(1,1.0),math.max(1,1.0),math.min(1.0,1),math.max(-0.0,0),math.max(0/0,1),math.max(1,0/0)) print(pcall(math.max)) print(math.max("10",9),math.min("3",5))
print(math.fmod(7,3),math.fmod(-7,3),math.fmod(7,-3),math.fmod(7,3.0),math.fmod(-7,math.mininteger),math.fmod(math.mininteger,-1),math.fmod(1,1/0),pcall(math.fmod,1,0)) print(math.fmod(1,0.0),math.fmod(5.5,2),math.fmod(-6,2),math.fmod(-6.0,2),pcall(math.fmod,1))
print(math.modf(3.7)) print(math.modf(-3.7)) print(math.modf(5)) print(math.modf(1/0)) print(math.modf(-1/0)) print(math.modf(0/0)) print(math.modf(-0.0)) print(math.modf("3.5")) print(math.modf(2^53+0.0))
print(math.sqrt(2),math.sqrt(-1),math.exp(0),math.log(1),math.log(8,2),math.log(100,10),math.log(2,0),math.log(0),math.log(-1),math.log(27,3),math.log(1024,4),math.log(10,2.5)) print(math.sin(0),math.cos(0),math.tan(0),math.asin(1),math.acos(1),math.atan(1),math.atan(1,-1),math.atan(0,-1),math.atan(-0.0,-1),math.atan(1,0),math.pi,math.deg(math.pi),math.rad(180))
print(math.ult(1,2),math.ult(-1,2),math.ult(1,-1),math.ult(math.mininteger,math.maxinteger),pcall(math.ult,1.5,2)) print(math.type(1),math.type(1.0),math.type("1"),math.type(nil),pcall(math.type)) print(math.huge,-math.huge,math.maxinteger,math.mininteger)
print(pcall(math.random,0)) print(pcall(math.random,2,1)) print(pcall(math.random,1,2,3)) print(pcall(math.random,1.5)) print(math.random(5,5),math.random(1),pcall(math.random,math.mininteger,math.maxinteger)) print(pcall(math.floor,"x")) print(pcall(math.floor,{})) print(math.floor("3.7"),math.ceil("3.2"),math.sqrt("4"))
