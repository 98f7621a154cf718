/** Every function, method and constant that the documentation of Wippy names, by the page that names it. */

/** One value that has members: a module, a table of a module, an object. */
export interface Documented {
  /** How the documentation writes it. */
  readonly title: string;
  /** Lua that gives the value; its module, its imports and `errors` are there. */
  readonly value: string;
  readonly functions?: string;
  /** Constants and what the documentation says of them; true for any value but nil. */
  readonly constants?: Readonly<Record<string, string | number | true>>;
}

const anyOf = (names: string): Record<string, true> =>
  Object.fromEntries(names.split(' ').map((name) => [name, true as const]));

const numbered = (names: string, first: number): Record<string, number> =>
  Object.fromEntries(names.split(' ').map((name, index) => [name, first + index]));

const language: readonly Documented[] = [
  {
    title: 'globals',
    value: '_G',
    functions:
      'type tonumber tostring assert error pcall xpcall pairs ipairs next getmetatable setmetatable rawget rawset rawequal select unpack print require',
    constants: anyOf('_G _VERSION'),
  },
  { title: 'table', value: 'table', functions: 'insert remove concat sort unpack' },
  {
    title: 'string',
    value: 'string',
    functions: 'find match gmatch gsub upper lower sub len byte char rep reverse format',
  },
  {
    title: 'math',
    value: 'math',
    functions:
      'abs min max floor ceil modf fmod sqrt pow exp log log10 sin cos tan asin acos atan atan2 sinh cosh tanh deg rad random randomseed tointeger type ult',
    constants: anyOf('pi huge mininteger maxinteger'),
  },
  { title: 'coroutine', value: 'coroutine', functions: 'create resume yield status running wrap spawn' },
  { title: 'os', value: 'os', functions: 'time date clock difftime', constants: { platform: 'wippy' } },
  {
    title: 'errors',
    value: 'errors',
    functions: 'new wrap is call_stack',
    constants: {
      UNKNOWN: '',
      INVALID: 'Invalid',
      NOT_FOUND: 'NotFound',
      ALREADY_EXISTS: 'AlreadyExists',
      PERMISSION_DENIED: 'PermissionDenied',
      TIMEOUT: 'Timeout',
      CANCELED: 'Canceled',
      UNAVAILABLE: 'Unavailable',
      INTERNAL: 'Internal',
      CONFLICT: 'Conflict',
      RATE_LIMITED: 'RateLimited',
    },
  },
  { title: 'error', value: 'errors.new("x")', functions: 'message kind retryable details stack' },
  { title: 'channel', value: 'channel', functions: 'new select' },
  { title: 'channel value', value: 'channel.new()', functions: 'send receive close case_send case_receive' },
];

const core: readonly Documented[] = [
  {
    title: 'process',
    value: 'process',
    functions:
      'id pid send spawn spawn_monitored spawn_linked spawn_linked_monitored terminate cancel monitor unmonitor link unlink get_options set_options inbox events listen unlisten exec upgrade with_context with_options',
  },
  { title: 'process.event', value: 'process.event', constants: anyOf('CANCEL EXIT LINK_DOWN OUTDATED') },
  {
    title: 'process.registry',
    value: 'process.registry',
    functions: 'register lookup unregister',
    constants: anyOf('LOCAL EVENTUAL CONSISTENT STRONG'),
  },
  {
    title: 'process spawner',
    value: 'process.with_context({})',
    functions:
      'with_context with_actor with_scope with_name with_message with_options spawn spawn_monitored spawn_linked spawn_linked_monitored exec',
  },
  {
    title: 'process message',
    value: '(process.send(process.pid(), "t", 1) and process.inbox():receive())',
    functions: 'topic from payload',
  },
  { title: 'funcs', value: 'require("funcs")', functions: 'call async new' },
  {
    title: 'funcs.Executor',
    value: 'require("funcs").new()',
    functions: 'with_context with_actor with_scope with_options call async',
  },
  {
    title: 'Future',
    value: 'require("funcs").async("app:nothing")',
    functions: 'response channel is_complete is_canceled result error cancel',
  },
  { title: 'ctx', value: 'require("ctx")', functions: 'get all' },
  { title: 'events', value: 'require("events")', functions: 'subscribe send' },
  { title: 'events.Subscription', value: 'require("events").subscribe("orders")', functions: 'channel close' },
  {
    title: 'registry',
    value: 'require("registry")',
    functions: 'get find parse_id snapshot snapshot_at current_version versions history apply_version build_delta',
  },
  {
    title: 'registry.Snapshot',
    value: 'require("registry").snapshot()',
    functions: 'entries get find namespace version changes',
  },
  {
    title: 'registry.Version',
    value: 'require("registry").current_version()',
    functions: 'id string previous next',
  },
  {
    title: 'registry.History',
    value: 'require("registry").history()',
    functions: 'versions get_version snapshot_at',
  },
  {
    title: 'registry.Changes',
    value: 'require("registry").snapshot():changes()',
    functions: 'create update delete ops apply',
  },
];

const SECOND = 1_000_000_000;

const times: readonly Documented[] = [
  {
    title: 'time',
    value: 'require("time")',
    functions: 'now date unix parse parse_duration load_location fixed_zone sleep after timer ticker',
    constants: {
      ...anyOf('utc localtz'),
      NANOSECOND: 1,
      MICROSECOND: 1000,
      MILLISECOND: 1_000_000,
      SECOND,
      MINUTE: 60 * SECOND,
      HOUR: 3600 * SECOND,
      RFC3339: '2006-01-02T15:04:05Z07:00',
      RFC3339NANO: '2006-01-02T15:04:05.999999999Z07:00',
      RFC822: '02 Jan 06 15:04 MST',
      RFC822Z: '02 Jan 06 15:04 -0700',
      RFC850: 'Monday, 02-Jan-06 15:04:05 MST',
      RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
      RFC1123Z: 'Mon, 02 Jan 2006 15:04:05 -0700',
      DATE_TIME: '2006-01-02 15:04:05',
      DATE_ONLY: '2006-01-02',
      TIME_ONLY: '15:04:05',
      KITCHEN: '3:04PM',
      STAMP: 'Jan _2 15:04:05',
      STAMP_MILLI: 'Jan _2 15:04:05.000',
      STAMP_MICRO: 'Jan _2 15:04:05.000000',
      STAMP_NANO: 'Jan _2 15:04:05.000000000',
      ...numbered('JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER', 1),
      ...numbered('SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY', 0),
    },
  },
  {
    title: 'time.Time',
    value: 'require("time").now()',
    functions:
      'add sub add_date before after equal format format_rfc3339 unix unix_nano date clock year month day hour minute second nanosecond weekday year_day is_zero utc in_local in_location location round truncate',
  },
  {
    title: 'time.Duration',
    value: 'require("time").parse_duration("1s")',
    functions: 'hours minutes seconds milliseconds microseconds nanoseconds',
  },
  { title: 'time.Location', value: 'require("time").utc', functions: 'string' },
  { title: 'time.Timer', value: 'require("time").timer("1h")', functions: 'response channel stop reset' },
  { title: 'time.Ticker', value: 'require("time").ticker("1h")', functions: 'response channel stop' },
];

const data: readonly Documented[] = [
  { title: 'json', value: 'require("json")', functions: 'encode decode validate validate_string' },
  { title: 'yaml', value: 'require("yaml")', functions: 'encode decode' },
  { title: 'base64', value: 'require("base64")', functions: 'encode decode' },
  { title: 'payload', value: 'payload', functions: 'new' },
  {
    title: 'payload.format',
    value: 'payload.format',
    constants: {
      JSON: 'json/plain',
      YAML: 'yaml/plain',
      STRING: 'text/plain',
      BYTES: 'application/octet-stream',
      MSGPACK: 'application/msgpack',
      LUA: 'lua/any',
      GOLANG: 'golang/any',
      ERROR: 'golang/error',
    },
  },
  { title: 'Payload', value: 'payload.new(1)', functions: 'get_format data transcode unmarshal' },
  {
    title: 'hash',
    value: 'require("hash")',
    functions: 'md5 sha1 sha256 sha512 hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512 fnv32 fnv64',
  },
  { title: 'crypto', value: 'require("crypto")', functions: 'pbkdf2 constant_time_compare' },
  { title: 'crypto.random', value: 'require("crypto").random', functions: 'bytes string uuid' },
  { title: 'crypto.hmac', value: 'require("crypto").hmac', functions: 'sha256 sha512' },
  { title: 'crypto.encrypt', value: 'require("crypto").encrypt', functions: 'aes chacha20' },
  { title: 'crypto.decrypt', value: 'require("crypto").decrypt', functions: 'aes chacha20' },
  { title: 'crypto.jwt', value: 'require("crypto").jwt', functions: 'encode verify' },
  { title: 'uuid', value: 'require("uuid")', functions: 'v1 v3 v4 v5 v7 validate version variant parse format' },
  { title: 'text.regexp', value: 'require("text").regexp', functions: 'compile' },
  {
    title: 'text.Regexp',
    value: 'require("text").regexp.compile("a")',
    functions:
      'match_string find_string find_all_string find_string_submatch find_all_string_submatch find_string_index find_all_string_index replace_all_string split num_subexp subexp_names string',
  },
  { title: 'text.diff', value: 'require("text").diff', functions: 'new' },
  {
    title: 'text.Differ',
    value: 'require("text").diff.new()',
    functions: 'compare summarize pretty_text pretty_html patch_make patch_apply',
  },
  { title: 'text.splitter', value: 'require("text").splitter', functions: 'recursive markdown' },
  {
    title: 'text.Splitter, recursive',
    value: 'require("text").splitter.recursive()',
    functions: 'split_text split_batch',
  },
  {
    title: 'text.Splitter, markdown',
    value: 'require("text").splitter.markdown()',
    functions: 'split_text split_batch',
  },
];

const storage: readonly Documented[] = [
  { title: 'fs', value: 'require("fs")', functions: 'get' },
  { title: 'fs.type', value: 'require("fs").type', constants: { FILE: 'file', DIR: 'directory' } },
  { title: 'fs.seek', value: 'require("fs").seek', constants: { SET: 'set', CUR: 'cur', END: 'end' } },
  {
    title: 'fs.FS',
    value: 'require("fs").get("app:files")',
    functions: 'readfile read_file writefile write_file exists stat isdir mkdir remove readdir open chdir pwd',
  },
  {
    title: 'fs.File',
    value: 'require("fs").get("app:files"):open("/a", "w")',
    functions: 'read write seek stat sync close scanner',
  },
  {
    title: 'fs.Scanner',
    value: 'require("fs").get("app:files"):open("/a", "r"):scanner()',
    functions: 'scan text err',
  },
  { title: 'store', value: 'require("store")', functions: 'get' },
  {
    title: 'store.backend',
    value: 'require("store").backend',
    constants: anyOf('MEMORY SQL KV_RAFT KV_CRDT UNKNOWN'),
  },
  {
    title: 'store.consistency',
    value: 'require("store").consistency',
    constants: anyOf('LINEARIZABLE EVENTUAL LOCAL UNKNOWN'),
  },
  {
    title: 'store.Store',
    value: 'require("store").get("app:cache")',
    functions: 'get entry set put list has delete info release',
  },
];

const system: readonly Documented[] = [
  { title: 'io', value: 'require("io")', functions: 'write print eprint read readline raw flush args' },
  { title: 'logger', value: 'require("logger")', functions: 'debug info warn error with named' },
  { title: 'logger child', value: 'require("logger"):named("a")', functions: 'debug info warn error with named' },
  { title: 'env', value: 'require("env")', functions: 'get set get_all' },
  {
    title: 'metrics',
    value: 'require("metrics")',
    functions: 'counter_inc counter_add gauge_set gauge_inc gauge_dec histogram',
  },
  { title: 'system', value: 'require("system")', functions: 'exit modules' },
  {
    title: 'system.memory',
    value: 'require("system").memory',
    functions: 'stats allocated heap_objects set_limit get_limit',
  },
  { title: 'system.gc', value: 'require("system").gc', functions: 'collect set_percent get_percent' },
  { title: 'system.runtime', value: 'require("system").runtime', functions: 'goroutines max_procs cpu_count' },
  { title: 'system.process', value: 'require("system").process', functions: 'pid hostname cwd' },
  { title: 'system.hosts', value: 'require("system").hosts', functions: 'list processes' },
  { title: 'system.supervisor', value: 'require("system").supervisor', functions: 'state states' },
  { title: 'system.node', value: 'require("system").node', functions: 'id addr role' },
  { title: 'system.cluster', value: 'require("system").cluster', functions: 'members leader size' },
  {
    title: 'system.raft',
    value: 'require("system").raft',
    functions: 'is_leader is_member role term commit_index stats',
  },
  { title: 'system.lock', value: 'require("system").lock', functions: 'acquire release' },
];

export const documented: readonly Documented[] = [...language, ...core, ...times, ...data, ...storage, ...system];
