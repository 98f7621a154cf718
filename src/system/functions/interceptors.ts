import type { FunctionExecutor, Interceptor } from './function-call.ts';

/** The interceptors of all calls, in ascending order; equal orders keep the order of registration. */
export class Interceptors {
  private list: readonly Interceptor[] = [];
  private readonly base: FunctionExecutor;
  private chain: FunctionExecutor;

  /** @param base what runs behind the last interceptor. */
  constructor(base: FunctionExecutor) {
    this.base = base;
    this.chain = base;
  }

  /** An interceptor with a known name takes the place of the former one. */
  register(interceptor: Interceptor): void {
    const others = this.list.filter(({ name }) => name !== interceptor.name);
    this.rebuild([...others, interceptor]);
  }

  /** False when there is no such interceptor. */
  unregister(name: string): boolean {
    const left = this.list.filter((interceptor) => interceptor.name !== name);
    const found = left.length < this.list.length;
    this.rebuild(left);
    return found;
  }

  names(): string[] {
    return this.list.map(({ name }) => name);
  }

  /** Runs a call through the whole chain. */
  get execute(): FunctionExecutor {
    return this.chain;
  }

  private rebuild(list: readonly Interceptor[]): void {
    this.list = [...list].sort((left, right) => left.order - right.order);
    this.chain = this.list.reduceRight<FunctionExecutor>(
      (next, interceptor) => (call, done) => interceptor.intercept(call, next, done),
      this.base,
    );
  }
}
