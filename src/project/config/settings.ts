/** Every setting of the configuration: those that the runtime reads, and those of Wippy that have no effect here. */
import {
  booleanSetting,
  choiceSetting,
  durationSetting,
  integerSetting,
  type Setting,
  textSetting,
} from '../../infrastructure/setting.ts';

export const settings = {
  logEncoding: choiceSetting('logger.encoding', ['console', 'json'], 'console', 'Form of the log records'),
  logsPropagate: booleanSetting('logmanager.propagate_downstream', true, 'Write log records to standard error'),
  logsToEvents: booleanSetting('logmanager.stream_to_events', false, 'Publish log records as events; as `-e`'),
  logLevel: integerSetting(
    'logmanager.min_level',
    0,
    'Lowest level of log records: -1 debug, 0 info, 1 warn, 2 error; `-v` counts more',
    -1,
  ),
  profilerEnabled: booleanSetting('profiler.enabled', false, 'Run the profiling server; as `-p`'),
  profilerAddress: textSetting('profiler.address', 'localhost:6060', 'Address of the profiling server'),
  profilerReadTimeout: durationSetting('profiler.read_timeout', '15s', 'For reading one request'),
  profilerWriteTimeout: durationSetting('profiler.write_timeout', '15s', 'For answering; the longest CPU profile'),
  profilerIdleTimeout: durationSetting('profiler.idle_timeout', '60s', 'For connections without requests'),
  enableHistory: booleanSetting('registry.enable_history', true, 'Keep the versions of the registry'),
  historyType: choiceSetting(
    'registry.history_type',
    ['auto', 'memory', 'sqlite', 'nil'],
    'auto',
    'Where versions are kept: see [history](#history)',
  ),
  historyPath: textSetting('registry.history_path', '.wippy/registry.db', 'File of the history in SQLite'),
  historyKeep: integerSetting('registry.history_keep', 10_000, 'Versions that are kept; 0 keeps all'),
  eventWaitTimeout: durationSetting('registry.event_wait_timeout', '30s', 'For one operation of a transaction'),
  queryCacheSize: integerSetting('finder.query_cache_size', 1000, 'Results of queries that are kept'),
  regexCacheSize: integerSetting('finder.regex_cache_size', 100, 'Compiled regular expressions that are kept'),
  nodeName: textSetting(
    'relay.node_name',
    '',
    'Name of the node, part of PIDs; default `WIPPY_NODE_ID` or `WIPPY_RELAY_NODE_NAME` of the environment',
  ),
  controlQueueSize: integerSetting(
    'supervisor.host.buffer_size',
    1024,
    'Messages that may wait at the control host',
    1,
  ),
  controlWorkers: integerSetting('supervisor.host.worker_count', 16, 'Messages the control host handles at once', 1),
  strictSecurity: booleanSetting(
    'security.strict_mode',
    false,
    'Code without an actor and policies may do nothing instead of everything',
  ),
  prometheusEnabled: booleanSetting('prometheus.enabled', false, 'Publish metrics for Prometheus'),
  prometheusAddress: textSetting('prometheus.address', '', 'Address of `/metrics`; without it nothing is published'),
  loopLimit: integerSetting(
    'dev.loop_limit',
    10,
    'Changes of one file within a minute that `wippy dev` takes over although each follows the one before at once; 0 for any number',
  ),
  memoryLimit: integerSetting(
    'boot.memory_limit',
    0,
    'Bytes of heap at which garbage is collected at any price; set by `-m` and `GOMEMLIMIT`; 0 for none',
  ),
  shutdownTimeout: durationSetting('shutdown.timeout', '30s', 'For the whole shutdown'),
} as const;

/** Settings of Wippy that are accepted and change nothing. */
export interface InertSettings {
  /** A whole section, or single keys of it. */
  readonly section: string;
  readonly keys?: readonly string[];
  /** Why there is nothing to set, as the end of "... has no effect: ". */
  readonly reason: string;
  /** The section asks for something only where this key is true. */
  readonly switch?: string;
  /** Values that ask for what happens anyway. */
  readonly harmless?: Readonly<Record<string, unknown>>;
}

export const inertSettings: readonly InertSettings[] = [
  {
    section: 'logger',
    keys: ['mode', 'level'],
    reason: 'the flags -v and -s and logmanager.min_level choose what is logged',
  },
  {
    section: 'registry',
    keys: ['dispatch_internal_kinds'],
    reason: 'entries of internal kinds need no handler',
  },
  {
    section: 'registry',
    keys: [
      'dependency_resolve_timeout',
      'dependency_download_timeout',
      'dependency_lock_path',
      'dependency_vendor_dir',
    ],
    reason: 'nothing is downloaded while an application runs',
  },
  {
    section: 'registry',
    keys: ['history_dsn', 'history_schema'],
    reason: 'the history is kept in memory or in SQLite',
  },
  {
    section: 'lua',
    keys: ['proto_cache_size', 'main_cache_size', 'invalidation_wait_timeout'],
    reason: 'compiled code is kept as long as its entry, and a change takes effect at once',
    harmless: { proto_cache_size: 60_000, main_cache_size: 10_000 },
  },
  {
    section: 'lua',
    keys: ['type_system.enabled', 'type_system.strict'],
    reason: 'there is no type checker',
    harmless: { 'type_system.enabled': false, 'type_system.strict': false },
  },
  {
    section: 'lua',
    keys: ['cache.enabled', 'cache.dir', 'cache.mode', 'cache.compile.enabled', 'cache.typecheck.enabled'],
    reason: 'compiled code is not kept between runs',
    harmless: { 'cache.enabled': false, 'cache.mode': 'off' },
  },
  {
    section: 'lua',
    keys: ['expr.cache_enabled', 'expr.capacity', 'json.cache_enabled', 'json.capacity'],
    reason: 'the size of these caches is fixed',
  },
  {
    section: 'metrics',
    keys: ['buffer.size', 'interceptor.enabled'],
    reason: 'metrics are recorded at once, and only where code records them',
    harmless: { 'buffer.size': 10_000, 'interceptor.enabled': false },
  },
  { section: 'otel', reason: 'there is no tracing', switch: 'enabled' },
  { section: 'cluster', reason: 'this runtime is one node', switch: 'enabled' },
  { section: 'lsp', reason: 'there is no language server', switch: 'enabled' },
  { section: 'extensions', reason: 'extensions are plugins of the Go runtime' },
  { section: 'network_service', reason: 'there are no overlay networks' },
  { section: 'modules', keys: ['registry_url'], reason: 'no command talks to the hub' },
  { section: 'functions', reason: 'every function has a host of its own; see `pool` of the entry' },
  { section: 'http_client', reason: 'permissions of the calling code decide about private addresses' },
  { section: 'dispatcher', reason: 'the HTTP client has fixed limits' },
  { section: 'interceptor', reason: 'options of the called function decide about retries' },
  { section: 'temporal', reason: 'there are no workflows on Temporal' },
];

/** Sections whose keys are names of the application, or belong to another tool. */
export const openSections: readonly string[] = ['boot', 'dev', 'disable', 'override', 'vars', 'workspace'];

const byKey = new Map<string, Setting<unknown>>(Object.values(settings).map((setting) => [setting.key, setting]));

export function settingOf(key: string): Setting<unknown> | undefined {
  return byKey.get(key);
}

const sections = new Set([
  ...openSections,
  ...[...byKey.keys()].map((key) => key.slice(0, key.indexOf('.'))),
  ...inertSettings.map(({ section }) => section),
]);

/** Names of all sections, sorted. */
export const configSections: readonly string[] = [...sections].sort();

/** All keys of one section that mean something in Wippy. */
export function keysOfSection(section: string): string[] {
  const inert = inertSettings.filter((group) => group.section === section).flatMap((group) => group.keys ?? []);
  return [
    ...[...byKey.keys()].filter((key) => key.startsWith(`${section}.`)),
    ...inert.map((key) => `${section}.${key}`),
  ];
}
