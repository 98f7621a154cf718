import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cryptoModule } from '../../src/modules/crypto/index.ts';
import { registerClockCommands } from '../../src/services/clock/commands.ts';
import { registerCryptoCommands } from '../../src/services/crypto/commands.ts';
import { runLua, typeProblems } from './run-lua.ts';

const NOW = 1_700_000_000;

const run = (body: string): Promise<unknown> =>
  runLua(body, {
    modules: [cryptoModule],
    handlers: (dispatcher) => {
      registerClockCommands(dispatcher, () => ({ seconds: NOW, nanoseconds: 0 }));
      registerCryptoCommands(dispatcher);
    },
  });

const failureOf = (call: string): Promise<unknown> =>
  run(`local v, e = ${call}; return {tostring(v), e:kind(), e:message()}`);

describe('module crypto', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(cryptoModule)).toEqual([]);
  });

  it('makes random data of the length that is asked for', async () => {
    expect(
      await run(`
        local s = crypto.random.string(1000, "ab")
        return {#crypto.random.bytes(32), #crypto.random.string(20), s:find("^[ab]+$") ~= nil, #crypto.random.uuid(),
          crypto.random.bytes(16) ~= crypto.random.bytes(16)}`),
    ).toEqual([32, 20, true, 36, true]);
  });

  it.each([
    ['crypto.random.bytes(0)', /positive integer/],
    ['crypto.random.string(1048577)', /exceeds maximum/],
    ['crypto.random.string(1, "")', /charset cannot be empty/],
    ['crypto.hmac.sha256("", "x")', /key cannot be empty/],
    ['crypto.encrypt.aes("x", "short")', /key must be 16, 24, or 32 bytes/],
    ['crypto.encrypt.chacha20("x", "short")', /key must be 32 bytes/],
    ['crypto.decrypt.aes("x", string.rep("k", 16))', /encrypted data too short/],
    ['crypto.pbkdf2("", "s", 1, 1)', /password cannot be empty/],
    ['crypto.pbkdf2("p", "", 1, 1)', /salt cannot be empty/],
    ['crypto.pbkdf2("p", "s", 0, 1)', /iterations must be positive/],
    ['crypto.pbkdf2("p", "s", 10000001, 1)', /iterations exceeds maximum/],
    ['crypto.pbkdf2("p", "s", 1, 0)', /key length must be positive/],
    ['crypto.pbkdf2("p", "s", 1, 2^30)', /key length exceeds maximum/],
    ['crypto.pbkdf2("p", "s", 1, 1, "md5")', /unsupported hash function: md5/],
    ['crypto.jwt.encode({}, "k", "none")', /unsupported signing algorithm "none"/],
    ['crypto.jwt.encode({}, "")', /key cannot be empty/],
    ['crypto.jwt.encode({}, "k", "RS256")', /invalid RSA private key/],
  ])('%s is invalid', async (call, message) => {
    expect(await failureOf(call)).toEqual(['nil', 'Invalid', expect.stringMatching(message)]);
  });

  it('computes HMACs', async () => {
    expect(await run('return (crypto.hmac.sha256("Jefe", "what do ya want for nothing?"))')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it.each([
    ['aes', 16],
    ['aes', 24],
    ['aes', 32],
    ['chacha20', 32],
  ])('decrypts with %s and %i bytes what it has encrypted', async (cipher, size) => {
    expect(
      await run(`
        local key, text = crypto.random.bytes(${size}), "secret \\0\\255 text"
        local plain = crypto.encrypt.${cipher}(text, key)
        local bound = crypto.encrypt.${cipher}(text, key, "context")
        local empty = crypto.encrypt.${cipher}("", key)
        local tampered = plain:sub(1, -2) .. string.char((plain:byte(-1) + 1) % 256)
        local _, wrong = crypto.decrypt.${cipher}(tampered, key)
        local _, other = crypto.decrypt.${cipher}(bound, key, "other")
        return {crypto.decrypt.${cipher}(plain, key) == text, crypto.decrypt.${cipher}(bound, key, "context") == text,
          crypto.decrypt.${cipher}(empty, key) == "", #plain - #text, wrong:kind(), other:message(),
          plain ~= crypto.encrypt.${cipher}(text, key)}`),
    ).toEqual([true, true, true, 28, 'Internal', 'decrypt: message authentication failed', true]);
  });

  // RFC 7914, section 11.
  it('derives keys', async () => {
    expect(
      await run(`
        local key = crypto.pbkdf2("passwd", "salt", 1, 64)
        return {(key:gsub(".", function(c) return string.format("%02x", c:byte()) end)):sub(1, 32),
          #crypto.pbkdf2("p", "s", 10, 20, "sha512")}`),
    ).toEqual(['55ac046e56e3089fec1691c22544b605', 20]);
  });

  it('compares texts', async () => {
    expect(
      await run(
        'return {crypto.constant_time_compare("a", "a"), crypto.constant_time_compare("a", "b"), crypto.constant_time_compare("a", "ab")}',
      ),
    ).toEqual([true, false, false]);
  });
});

describe('crypto.jwt', () => {
  it('reads a token that another program has made', async () => {
    // The example of jwt.io.
    const token =
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';
    expect(
      await run(
        `local c = crypto.jwt.verify("${token}", "your-256-bit-secret", "HS256", false); return {c.name, c.iat}`,
      ),
    ).toEqual(['John Doe', 1516239022]);
  });

  it.each(['HS256', 'HS384', 'HS512'])('signs with %s', async (algorithm) => {
    expect(
      await run(`
        local token = crypto.jwt.encode({sub = "ü", exp = ${NOW + 1}, _header = {kid = "k1", alg = "none"}}, "key", "${algorithm}")
        local claims, err = crypto.jwt.verify(token, "key", "${algorithm}")
        return {claims.sub, claims.exp, claims._header == nil, token}`),
    ).toEqual(['ü', NOW + 1, true, expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)]);
  });

  it('puts fields of _header into the header, but not the algorithm', async () => {
    const token = (await run('return (crypto.jwt.encode({_header = {kid = "k1", alg = "none"}}, "key"))')) as string;
    const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(JSON.parse(header as string)).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'k1' });
    expect(claims).toBe('{}');
  });

  it.each([
    ['RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ] as const)('signs with %s keys', async (algorithm, generate) => {
    const { privateKey, publicKey } = generate();
    const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
    expect(
      await run(`
        local token, err = crypto.jwt.encode({sub = "x", exp = ${NOW + 60}}, [[${privatePem}]], "${algorithm}")
        if err then return nil, err end
        local claims, err = crypto.jwt.verify(token, [[${publicPem}]], "${algorithm}")
        if err then return nil, err end
        local forged = crypto.jwt.encode({sub = "y", exp = ${NOW + 60}}, [[${publicPem}]], "HS256")
        local _, confused = crypto.jwt.verify(forged, [[${publicPem}]], "${algorithm}")
        return {claims.sub, confused:message()}`),
    ).toEqual(['x', 'verify token: token signature is invalid: signing method "HS256" is invalid']);
  });

  it.each([
    [`exp = ${NOW}`, '', /token is expired/],
    [`exp = ${NOW - 1}`, ', "HS256", false', /token is expired/],
    ['', '', /exp claim is required/],
    [`exp = ${NOW + 9}, nbf = ${NOW + 1}`, '', /not valid yet/],
    ['exp = "soon"', '', /exp is invalid/],
    [`exp = ${NOW + 9}`, ', "HS384"', /signing method "HS256" is invalid/],
  ])('refuses claims {%s} with options "%s"', async (claims, options, message) => {
    expect(await failureOf(`crypto.jwt.verify(crypto.jwt.encode({${claims}}, "key"), "key"${options})`)).toEqual([
      'nil',
      'Internal',
      expect.stringMatching(message),
    ]);
  });

  it.each([
    ['"a.b"', /invalid number of segments/],
    ['"a.b.c.d"', /invalid number of segments/],
    ['"!.b.c"', /could not base64 decode/],
    ['"e30.e30.e30"', /signing method null is invalid/],
    ['"bm8.e30.e30"', /header/],
    ['(crypto.jwt.encode({exp = 1}, "other"))', /signature is invalid/],
  ])('refuses the token %s', async (token, message) => {
    expect(await failureOf(`crypto.jwt.verify(${token}, "key")`)).toEqual([
      'nil',
      'Internal',
      expect.stringMatching(message),
    ]);
  });
});
