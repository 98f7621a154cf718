/** What a pool has done and has to do, at one moment. */
export interface PoolLoad {
  /** Milliseconds of a clock that never goes back. */
  readonly time: number;
  /** Calls answered since the start. */
  readonly completed: number;
  readonly workers: number;
  readonly busy: number;
  readonly waiting: number;
}

export interface AdaptiveSettings {
  readonly minimum: number;
  readonly maximum: number;
  /** Looks with less than half of the workers busy before one is removed. */
  readonly idleLooks: number;
  /** Looks between adding workers and judging whether that helped. */
  readonly probeLooks: number;
}

/** Above this share of change the throughput has really changed; below it the length of the queue decides. */
const NOISE = 0.1;
const MAXIMUM_BACKOFF = 6;

interface Probe {
  readonly throughput: number;
  readonly waiting: number;
  readonly added: number;
  looksLeft: number;
}

/**
 * Decides how many workers a pool should have. While all are busy and calls wait, it adds some and looks whether more calls
 * are answered; if not, it takes them back and waits longer before the next attempt. While most are idle, it removes one
 * after the other.
 */
export class AdaptiveController {
  private settings: AdaptiveSettings;
  private lastTime: number | null = null;
  private lastCompleted = 0;
  private throughput = 0;
  private idleLooks = 0;
  private cooldown = 0;
  private failures = 0;
  private probe: Probe | null = null;

  constructor(settings: AdaptiveSettings) {
    this.settings = settings;
  }

  /** Another maximum; what is being tried out is forgotten. */
  bound(maximum: number): void {
    this.settings = { ...this.settings, maximum };
    this.probe = null;
    this.cooldown = 0;
  }

  /** The number of workers the pool should have from now on. */
  look(load: PoolLoad): number {
    this.measure(load);
    const { minimum, maximum, idleLooks } = this.settings;
    if (load.busy * 2 < load.workers && load.waiting === 0) {
      this.idleLooks++;
      if (this.idleLooks < idleLooks || load.workers <= minimum) return load.workers;
      this.idleLooks = 0;
      this.probe = null;
      return load.workers - 1;
    }
    this.idleLooks = 0;
    if (this.probe !== null) return this.judge(this.probe, load);
    if (this.cooldown > 0) {
      this.cooldown--;
      return load.workers;
    }
    if (load.busy < load.workers || load.waiting === 0 || load.workers >= maximum) return load.workers;
    return load.workers + this.startProbe(load);
  }

  private measure(load: PoolLoad): void {
    const elapsed = this.lastTime === null ? 0 : (load.time - this.lastTime) / 1000;
    const sample = elapsed > 0 ? (load.completed - this.lastCompleted) / elapsed : 0;
    this.throughput = this.lastTime === null ? sample : 0.5 * sample + 0.5 * this.throughput;
    this.lastTime = load.time;
    this.lastCompleted = load.completed;
  }

  /** A quarter more, or one for each worker's share of the queue if that is more; never over a quarter of the maximum. */
  private startProbe(load: PoolLoad): number {
    const { maximum, probeLooks } = this.settings;
    const wanted = Math.max(1, Math.floor(load.workers / 4), Math.floor(load.waiting / load.workers));
    const added = Math.min(wanted, Math.max(1, Math.floor(maximum / 4)), maximum - load.workers);
    this.probe = { throughput: this.throughput, waiting: load.waiting, added, looksLeft: probeLooks };
    return added;
  }

  private judge(probe: Probe, load: PoolLoad): number {
    if (--probe.looksLeft > 0) return load.workers;
    this.probe = null;
    const change = probe.throughput === 0 ? 1 : (this.throughput - probe.throughput) / probe.throughput;
    const helped = change > NOISE || (change >= -NOISE && load.waiting < probe.waiting);
    if (helped) {
      this.failures = 0;
      return load.workers;
    }
    this.failures = Math.min(this.failures + 1, MAXIMUM_BACKOFF);
    this.cooldown = this.settings.probeLooks * 2 ** this.failures;
    return Math.max(this.settings.minimum, load.workers - probe.added);
  }
}
