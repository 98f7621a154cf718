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
export { type DependencySources, type ServiceDependencies, serviceDependencies } from './service-dependencies.ts';
export { type StartReport, type StopOptions, Supervisor, type SupervisorOptions } from './supervisor.ts';
