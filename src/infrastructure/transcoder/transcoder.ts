/** Conversion of payloads between formats, over intermediate formats where there is no direct way. */
import { ErrorKind, toWippyError, WippyError } from '../errors.ts';
import { type Payload, PayloadFormat, type PayloadFormatName } from './payload.ts';

/** Converts the data of one format to that of another; throws if the data is not valid. */
export type Conversion = (data: unknown) => unknown;

interface Edge {
  readonly to: PayloadFormatName;
  readonly weight: number;
  readonly convert: Conversion;
}

/** A registry of conversions. Formats are plain names; layers add theirs at boot. */
export class Transcoder {
  readonly #edges = new Map<PayloadFormatName, Edge[]>();
  readonly #routes = new Map<string, readonly Edge[] | null>();

  /**
   * Adds a direct conversion.
   * @param weight cost of this step; the cheapest way is taken, ties go to the conversion registered first.
   * @throws AlreadyExists if there is one for the pair.
   */
  register(from: PayloadFormatName, to: PayloadFormatName, convert: Conversion, weight = 1): this {
    const edges = this.#edges.get(from) ?? [];
    if (edges.some((edge) => edge.to === to)) {
      throw new WippyError(`a conversion from ${from} to ${to} is already registered`, {
        kind: ErrorKind.AlreadyExists,
        retryable: false,
      });
    }
    edges.push({ to, weight, convert });
    this.#edges.set(from, edges);
    this.#routes.clear();
    return this;
  }

  /** True if a payload of one format can become the other. */
  canTranscode(from: PayloadFormatName, to: PayloadFormatName): boolean {
    return this.#route(from, to) !== null;
  }

  /**
   * The payload in another format; the same object if it already is.
   * @throws Invalid if there is no way or the data does not fit its format.
   */
  transcode(payload: Payload, format: PayloadFormatName): Payload {
    if (payload.format === format) return payload;
    const route = this.#route(payload.format, format);
    if (route === null) {
      throw new WippyError(`cannot convert a payload from ${payload.format} to ${format}`, {
        kind: ErrorKind.Invalid,
        retryable: false,
        details: { from: payload.format, to: format },
        hint: 'Register a conversion between these formats at boot.',
      });
    }
    let data = payload.data;
    for (const edge of route) {
      try {
        data = edge.convert(data);
      } catch (error) {
        throw toWippyError(error, ErrorKind.Invalid).wrap(
          `cannot convert a payload from ${payload.format} to ${format}`,
        );
      }
    }
    return { format, data };
  }

  /** The payload as a host value. Errors as `transcode`. */
  toHost(payload: Payload): unknown {
    return this.transcode(payload, PayloadFormat.Host).data;
  }

  #route(from: PayloadFormatName, to: PayloadFormatName): readonly Edge[] | null {
    if (from === to) return [];
    const key = `${from} ${to}`;
    let route = this.#routes.get(key);
    if (route === undefined) {
      route = this.#search(from, to);
      this.#routes.set(key, route);
    }
    return route;
  }

  #search(from: PayloadFormatName, to: PayloadFormatName): readonly Edge[] | null {
    const best = new Map<PayloadFormatName, { cost: number; route: readonly Edge[] }>([[from, { cost: 0, route: [] }]]);
    const open = [from];
    while (open.length > 0) {
      open.sort((a, b) => (best.get(a)?.cost ?? 0) - (best.get(b)?.cost ?? 0));
      const format = open.shift() as PayloadFormatName;
      const here = best.get(format) as { cost: number; route: readonly Edge[] };
      if (format === to) return here.route;
      for (const edge of this.#edges.get(format) ?? []) {
        const cost = here.cost + edge.weight;
        const known = best.get(edge.to);
        if (known !== undefined && known.cost <= cost) continue;
        best.set(edge.to, { cost, route: [...here.route, edge] });
        if (!open.includes(edge.to)) open.push(edge.to);
      }
    }
    return null;
  }
}
