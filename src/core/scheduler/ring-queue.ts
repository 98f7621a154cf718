/** A double-ended queue in a ring buffer that doubles when it is full. Elements are never `undefined`. */
export class RingQueue<T> {
  private items: (T | undefined)[];
  private mask: number;
  private head = 0;
  private count = 0;

  /** @param capacity expected number of elements; rounded up to a power of two. */
  constructor(capacity = 16) {
    let size = 4;
    while (size < capacity) size *= 2;
    this.items = new Array(size).fill(undefined);
    this.mask = size - 1;
  }

  get length(): number {
    return this.count;
  }

  /** Adds at the end. */
  push(item: T): void {
    if (this.count > this.mask) this.grow();
    this.items[(this.head + this.count) & this.mask] = item;
    this.count++;
  }

  /** Takes the oldest element. */
  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.items[this.head] = undefined;
    this.head = (this.head + 1) & this.mask;
    this.count--;
    return item;
  }

  /** Takes the newest element. */
  pop(): T | undefined {
    if (this.count === 0) return undefined;
    this.count--;
    const index = (this.head + this.count) & this.mask;
    const item = this.items[index];
    this.items[index] = undefined;
    return item;
  }

  private grow(): void {
    const { items, head, count } = this;
    const larger: (T | undefined)[] = new Array(items.length * 2).fill(undefined);
    for (let index = 0; index < count; index++) larger[index] = items[(head + index) & this.mask];
    this.items = larger;
    this.mask = larger.length - 1;
    this.head = 0;
  }
}
