--- escapes and long strings
print("\x41\u{41}\065\z
   z\
n\\\"\'",#"\a\b\f\v\r\t\0\255",[[a
b]],[==[]]]==],#[[

x]]) local a<const> = nil
