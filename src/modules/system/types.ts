/** Types of the module `system`, in the dialect's own syntax. */

export const SYSTEM_TYPES = `
  type MemoryStats = {
    alloc: number, total_alloc: number, sys: number,
    heap_alloc: number, heap_sys: number, heap_idle: number, heap_in_use: number, heap_released: number,
    heap_objects: number, stack_in_use: number, stack_sys: number, mspan_in_use: number, mspan_sys: number,
    num_gc: number, next_gc: number,
  }
  type ModuleInfo = { name: string, description: string, class: {string} }
  type Member = { id: string, is_local: boolean, addr?: string, meta?: {[string]: string} }
  type ServiceState = {
    id: string, status: string, desired: string, retry_count: number, last_update: number, started_at: number,
    details?: string,
  }
  type HostInfo = {
    id: string, workers: number, processes: number, executed: number, stolen: number, queue_depth: number,
  }
  type ProcessInfo = {
    pid: string, host: string, source: string, state: string, steps: number, started_at: number,
    parent?: string, actor_id?: string, stats?: {[string]: any},
  }
  type system = {
    exit: (code: integer?) -> (boolean?, error?),
    modules: () -> ({ModuleInfo}?, error?),
    memory: {
      stats: () -> (MemoryStats?, error?),
      allocated: () -> (number?, error?),
      heap_objects: () -> (number?, error?),
      set_limit: (limit: integer) -> (number?, error?),
      get_limit: () -> (number?, error?),
    },
    gc: {
      collect: () -> (boolean?, error?),
      set_percent: (percent: integer) -> (number?, error?),
      get_percent: () -> (number?, error?),
    },
    runtime: {
      goroutines: () -> (number?, error?),
      max_procs: (n: integer?) -> (number?, error?),
      cpu_count: () -> (number?, error?),
    },
    process: {
      pid: () -> (number?, error?),
      hostname: () -> (string?, error?),
      cwd: () -> (string?, error?),
    },
    node: {
      id: () -> (string?, error?),
      addr: () -> (string?, error?),
      role: () -> (string?, error?),
    },
    cluster: {
      members: () -> ({Member}?, error?),
      leader: () -> (string?, error?),
      size: () -> (number?, error?),
    },
    raft: {
      is_leader: () -> (boolean?, error?),
      is_member: () -> (boolean?, error?),
      role: () -> (string?, error?),
      term: () -> (number?, error?),
      commit_index: () -> (number?, error?),
      stats: () -> ({[string]: string}?, error?),
    },
    lock: {
      acquire: (name: string) -> (boolean?, error?),
      release: (name: string) -> (boolean?, error?),
    },
    supervisor: {
      state: (service_id: string) -> (ServiceState?, error?),
      states: () -> ({ServiceState}?, error?),
    },
    hosts: {
      list: () -> ({HostInfo}?, error?),
      processes: (host_id: string) -> ({ProcessInfo}?, error?),
    },
  }
`;
