export { type AwaitEventOptions, awaitEvent } from './await-event.ts';
export type { Event, EventPattern } from './event.ts';
export {
  EventBus,
  type EventBusOptions,
  type EventHandler,
  type QueueOptions,
  type SubscribeOptions,
} from './event-bus.ts';
export { EventQueue, type OverflowPolicy } from './event-queue.ts';
