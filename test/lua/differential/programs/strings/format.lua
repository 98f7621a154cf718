--- format of integers @wide
for _,f in ipairs{"%d","%5d","%-5d|","%05d","%+d","% d","%.3d","%8.3d","%-8.3d|","%+.0d","%.0d","%i","%u"} do print(f,pcall(string.format,f,42)) print(f,pcall(string.format,f,-42)) print(f,pcall(string.format,f,0)) end
print(pcall(string.format,"%d",3.0)) print(pcall(string.format,"%d",3.5)) print(pcall(string.format,"%d","3")) print(pcall(string.format,"%d","3.5")) print(pcall(string.format,"%d","x")) print(pcall(string.format,"%d",2^63)) print(pcall(string.format,"%d",{})) print(pcall(string.format,"%d")) print(pcall(string.format,"%d",math.mininteger))
--- format of unsigned integers and characters @wide
for _,f in ipairs{"%x","%X","%#x","%#X","%o","%#o","%08x","%-8x|","%.5x","%5.3o"} do print(f,pcall(string.format,f,255)) print(f,pcall(string.format,f,-1)) print(f,pcall(string.format,f,0)) end
print(pcall(string.format,"%c%c%c",76,117,97)) print(pcall(string.format,"%5c|%-5c|",65,66)) print(#string.format("%c",0),string.format("%c",256+65)) print(pcall(string.format,"%c","x"))
--- format of strings @wide
for _,f in ipairs{"%s","%10s|","%-10s|","%.2s","%10.2s|","%.0s|","%.s|"} do print(f,pcall(string.format,f,"hello")) print(f,pcall(string.format,f,nil)) print(f,pcall(string.format,f,12.5)) print(f,pcall(string.format,f,true)) end
print(pcall(string.format,"%s")) print(string.format("%s",setmetatable({},{__tostring=function() return "meta" end})),string.format("%.3s",setmetatable({},{__tostring=function() return "meta" end})))
print(pcall(string.format,"%10s","a\0b")) print(#string.format("%s","a\0b"),#string.format("%.20s",("x"):rep(200)),pcall(string.format,"%5s",("x"):rep(150)))
--- format of floats @wide
for _,x in ipairs{0.0,-0.0,1.0,-1.5,123456789.123,1e100,1e-10,1/3,5e-324,1/0,-1/0,0.5,2.5,0.1,99999.5,1e15,3} do for _,f in ipairs{"%f","%e","%g","%a","%.0f","%.3f","%10.2f|","%-12.3e|","%+g","% g","%#g","%.3g","%.0e","%G","%E","%010.3f","%#.0f","%.10g","%A","%.2a","%.0a","%.20f","%.99f"} do io.write(string.format(f,x)," ") end print() end
print(string.format("%5.1f|%-8.2f|%08.3f|%+.2f",3.14159,2.5,-1.5,2)) print(string.format("%f %g","0x10","1e2")) print(pcall(string.format,"%f","x")) print(pcall(string.format,"%f",nil))
print((string.format("%f %g %e %.3f %5.1f|%-6f|%06f",0/0,0/0,0/0,0/0,0/0,0/0,0/0):gsub("-nan","nan"))) print(string.format("%06f %+f %5g| %-5g|",1/0,1/0,1/0,-1/0))
--- wrong formats @wide
for _,f in ipairs{"%","%y","%10","%l","%ld","%100d","%.100d","%1000d","% ","%-","%#","%--d","%+ d","%0-5d|","%5%","%%","%%%d","%.d","%5.d|","%..d","%*d","%n","%p","%hd","%Lf","%123s","%0000005d","%-+ #0d","%-+ #00d","%\0","%5"} do print(f,pcall(string.format,f,5)) end
print(pcall(string.format)) print(pcall(string.format,5)) print(pcall(string.format,{})) print(pcall(string.format,"%d %d",1)) print(string.format("x",1,2,3),string.format("%s%%",50))
print(pcall(string.format,"%s %s",1)) print(pcall(string.format,"%i",1.0)) print(pcall(string.format,"%i",1e100)) print(string.format("%5s%-5s%5d","a","b",3))
--- rep, sub, byte and char @wide
print(("x"):rep(3),("x"):rep(0),("x"):rep(-1),("ab"):rep(3,","),("x"):rep(1,","),(""):rep(5),(""):rep(3,"-")) print(pcall(string.rep)) print(pcall(string.rep,"x")) print(pcall(string.rep,"x",1e100)) print(pcall(string.rep,"x",-1)) print(pcall(string.rep,"xxxxxxxxxx",1<<60)) print(pcall(("x").rep,"x","3")) print(pcall(("x").rep,"x",3.0))
for _,r in ipairs{{1,3},{2},{-2},{0},{-100,2},{3,2},{5,10},{6},{1,-1},{1,-6},{-3,-2},{math.mininteger,math.maxinteger},{math.maxinteger},{2,math.mininteger}} do io.write("[",("hello"):sub(table.unpack(r)),"] ") end print()
print(("hello"):byte(),("hello"):byte(2),("hello"):byte(-1),("hello"):byte(10),("hello"):byte(1,3)) print(("hello"):byte(0),("hello"):byte(0,2),("hello"):byte(3,2),("").byte("")) print(pcall(string.byte,"x",1.5)) print(pcall(string.char,256)) print(pcall(string.char,-1)) print(string.char(),string.char(72,105)) print(pcall(string.char,"65")) print(("x"):len(),("\0\0"):len(),("Hello"):upper(),("HeLLo"):lower(),("abc"):reverse(),(""):reverse(),pcall(string.len))
print(pcall(string.sub)) print(pcall(string.sub,"x")) print(pcall(string.sub,"x",{})) print(("x"):sub("1","1"),("hello"):sub(2.0,3.0)) print(pcall(("x").sub,"x",1.5)) print(pcall(string.upper)) print(pcall(string.upper,nil)) print(string.upper(12))
--- literals by format @wide
print(string.format("%q",'a "quoted"\n\\ \0 \r \t \1\0012\200')) print(string.format("%q %q %q %q",1,1.5,true,nil)) print(string.format("%q %q %q",math.mininteger,1e100,0.1)) print(pcall(string.format,"%q",{})) print(pcall(string.format,"%q")) print(pcall(string.format,"%10q","x")) print(pcall(string.format,"%q",print))
