export {
  defaultLifecycle,
  type Lifecycle,
  type LifecycleSecurity,
  lifecycleSchema,
  onlyLifecycleDiffers,
  type RestartPolicy,
} from './lifecycle.ts';
export { supervisorParticipant } from './registry-participant.ts';
export {
  isDown,
  isTerminalError,
  type Service,
  type ServiceRun,
  type ServiceState,
  type ServiceStatus,
  type StartContext,
  serviceUpdateEvent,
  simpleService,
  supervisorEventSystem,
} from './service.ts';
export {
  type DependencySources,
  type ServiceDependencies,
  serviceDependencies,
  withNeeds,
} from './service-dependencies.ts';
export { Supervisor } from './supervisor.ts';
export type { StartReport, StopOptions, SupervisorOptions } from './supervisor-options.ts';
