import { beforeAll, describe, expect, it } from 'vitest';
import { setIntegralFloatSuffix } from '../../../src/lua/stdlib/index.ts';
import { timeModule } from '../../../src/modules/time/index.ts';
import { registerClockCommands } from '../../../src/services/clock/commands.ts';
import { runLua, typeProblems } from '../run-lua.ts';

const present = { seconds: 1_703_862_245, nanoseconds: 123_456_789 };

function run(body: string): Promise<unknown> {
  return runLua(body, {
    modules: [timeModule],
    handlers: (dispatcher) => registerClockCommands(dispatcher, () => present),
  });
}

beforeAll(() => setIntegralFloatSuffix(false));

describe('module time', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(timeModule)).toEqual([]);
  });

  it('tells the present with all its nanoseconds', async () => {
    expect(
      await run(`
        local t = time.now():utc()
        return {t:unix(), t:nanosecond(), t:format_rfc3339(), tostring(t:unix_nano())}`),
    ).toEqual([1703862245, 123456789, '2023-12-29T15:04:05Z', '1703862245123456789']);
  });

  it('makes moments from parts, carrying over what exceeds them', async () => {
    expect(
      await run(`
        local t = time.date(2024, time.DECEMBER, 25, 10, 30, 0, 0, time.utc)
        local over = time.date(2024, 14, -1, 25, 61, 61, 1500000000, time.utc)
        return {t:format_rfc3339(), over:format(time.RFC3339NANO)}`),
    ).toEqual(['2024-12-25T10:30:00Z', '2025-01-31T02:02:02.5Z']);
  });

  it('reads the parts of a moment', async () => {
    expect(
      await run(`
        local t = time.date(2024, 12, 29, 15, 4, 5, 7, time.utc)
        local y, m, d = t:date()
        local H, M, S = t:clock()
        return {y, m, d, H, M, S, t:year(), t:month(), t:day(), t:hour(), t:minute(), t:second(), t:nanosecond(),
          t:weekday(), t:year_day(), t:is_zero(), time.date(1, 1, 1, 0, 0, 0, 0, time.utc):is_zero()}`),
    ).toEqual([2024, 12, 29, 15, 4, 5, 2024, 12, 29, 15, 4, 5, 7, 0, 364, false, true]);
  });

  it('adds durations in all their forms and whole calendar units', async () => {
    expect(
      await run(`
        local t = time.date(2024, 1, 31, 0, 0, 0, 0, time.utc)
        local d = time.parse_duration("1h30m")
        return {
          t:add("24h"):format(time.DATE_ONLY), t:add(5 * time.MINUTE):format(time.TIME_ONLY),
          t:add(d):format(time.TIME_ONLY), t:add("-1ns"):nanosecond(),
          t:add_date(0, 1, 0):format(time.DATE_ONLY), t:add_date(1, 0, 0):year(), t:add_date(0, 0, -31):format(time.DATE_ONLY),
          t:add("24h"):sub(t):hours()}`),
    ).toEqual(['2024-02-01', '00:05:00', '01:30:00', 999999999, '2024-03-02', 2025, '2023-12-31', 24]);
  });

  it('compares moments whatever their zones are', async () => {
    expect(
      await run(`
        local a = time.date(2024, 1, 1, 0, 0, 0, 0, time.utc)
        local b = time.date(2024, 1, 1, 1, 0, 0, 0, time.fixed_zone("X", 3600))
        local c = a:add(1)
        return {a:equal(b), a:before(c), c:after(a), c:before(a)}`),
    ).toEqual([true, true, true, false]);
  });

  it('rounds and truncates to durations, which must be Durations', async () => {
    expect(
      await run(`
        local t = time.date(2024, 1, 1, 12, 37, 30, 0, time.utc)
        local hour, quarter = time.parse_duration("1h"), time.parse_duration("15m")
        local ok, message = pcall(t.round, t, "1h")
        return {t:round(hour):format(time.KITCHEN), t:truncate(quarter):format(time.KITCHEN), t:round(quarter):format(time.KITCHEN), ok, message}`),
    ).toEqual([
      '1:00PM',
      '12:30PM',
      '12:45PM',
      false,
      "bad argument #2 to 'round' (time.Duration expected, got string)",
    ]);
  });

  it('follows the daylight saving time of IANA zones', async () => {
    expect(
      await run(`
        local ny = time.load_location("America/New_York")
        local winter = time.date(2024, 1, 15, 14, 0, 0, 0, ny)
        local summer = time.date(2024, 7, 15, 14, 0, 0, 0, ny)
        local gap = time.date(2024, 3, 10, 2, 30, 0, 0, ny)
        local tokyo = winter:in_location(time.load_location("Asia/Tokyo"))
        return {winter:format(time.RFC1123Z), summer:format(time.RFC1123), gap:utc():format_rfc3339(),
          winter:location():string(), tokyo:format(time.RFC822), tostring(time.utc), tostring(time.localtz)}`),
    ).toEqual([
      'Mon, 15 Jan 2024 14:00:00 -0500',
      'Mon, 15 Jul 2024 14:00:00 EDT',
      '2024-03-10T06:30:00Z',
      'America/New_York',
      '16 Jan 24 04:00 JST',
      'UTC',
      'Local',
    ]);
  });

  it('makes zones with a fixed offset', async () => {
    expect(
      await run(`
        local ist = time.fixed_zone("IST", 5*3600 + 30*60)
        return time.date(2024, 1, 15, 12, 0, 0, 0, ist):format("2006-01-02 15:04:05 -07:00 MST")`),
    ).toBe('2024-01-15 12:00:00 +05:30 IST');
  });

  it('keeps unix times of any sign', async () => {
    expect(
      await run(`
        local ms = 1703862245000
        return {time.unix(ms // 1000, (ms % 1000) * 1000000):utc():format_rfc3339(),
          time.unix(0, -1):utc():format(time.RFC3339NANO), time.unix(-62135596800, 0):is_zero()}`),
    ).toEqual(['2023-12-29T15:04:05Z', '1969-12-31T23:59:59.999999999Z', true]);
  });

  it.each([
    ['time.parse(time.RFC3339, "invalid")', 'Invalid', /parsing time "invalid" as .*cannot parse "invalid" as "2006"/],
    ['time.parse("2006-01-02", "2024-02-30")', 'Invalid', /day out of range/],
    ['time.parse("2006-01-02", "2024-13-01")', 'Invalid', /month out of range/],
    ['time.parse("2006-01-02", "2024-01-01x")', 'Invalid', /extra text: "x"/],
    ['time.parse_duration("5")', 'Invalid', /missing unit in duration "5"/],
    ['time.parse_duration("5x")', 'Invalid', /unknown unit "x" in duration "5x"/],
    ['time.parse_duration({})', 'Invalid', /duration must be number or string, got table/],
    ['time.load_location("")', 'Invalid', /empty location name/],
    ['time.load_location("Unknown/Zone")', 'NotFound', /unknown time zone Unknown\/Zone/],
    ['time.load_location("../etc/passwd")', 'NotFound', /unknown time zone/],
    ['time.timer(0)', 'Invalid', /duration must be > 0/],
    ['time.ticker("-1s")', 'Invalid', /duration must be > 0/],
    ['time.after("soon")', 'Invalid', /invalid duration "soon"/],
    ['time.sleep("soon")', 'Invalid', /invalid duration "soon"/],
  ])('%s fails with kind %s', async (call, kind, message) => {
    const result = await run(`local v, err = ${call}; return {tostring(v), err:kind(), err:message()}`);
    expect(result).toEqual(['nil', kind, expect.stringMatching(message)]);
  });

  it('cannot be changed', async () => {
    await expect(run('time.SECOND = 1')).rejects.toThrow('attempt to modify a frozen table');
  });
});
