--- jumps out of and into scopes
do local i=1 ::top:: if i<=3 then io.write(i," ") i=i+1 goto top end print() end
for i=1,3 do for j=1,3 do if j==2 then goto continue end io.write(i,j," ") ::continue:: end end print()
do goto e; local x ::e:: end
do local fs={} for i=1,3 do local j=i fs[#fs+1]=function() j=j+1 return j end goto c ::c:: end print(fs[1](),fs[1](),fs[2](),fs[3]()) end
do local k=0 ::a:: local fs=function() return k end k=k+1 if k<3 then goto a end print(fs()) end
while true do if true then goto out end end ::out:: print"out"
repeat local x=1 if x then goto cont end ::cont:: until true
do local fs={} do local i=1 ::l:: local x=i fs[i]=function() x=x+1 return x end i=i+1 if i<=3 then goto l end end print(fs[1](),fs[2](),fs[3](),fs[1]()) end
