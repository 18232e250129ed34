/** Sends many requests and counts who answered. */
import type { Dispatcher, Pool } from "undici";

export interface LoadOptions {
  /** `http://127.0.0.1:34567/path`; loopback only. */
  readonly url: string;
  /** How many requests. */
  readonly requests: number;
  /** How many at a time, each on a connection of its own. Default: 16. */
  readonly concurrency?: number;
  /** Headers besides Host. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long to wait for an answer, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Response headers that together tell who answered, e.g. `["X-Cluster", "X-Pod-IP"]`. Default: none. */
  readonly identifyBy?: readonly string[];
}

export interface LoadResult {
  readonly requests: number;
  /** Requests without an answer, those not sent after time-outs, and answers with status 500 and above. */
  readonly errors: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** Answers by the values of the identifying headers, joined by a space. */
  readonly byTarget: Readonly<Record<string, number>>;
  /** In milliseconds. */
  readonly latency: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly max: number;
  };
  readonly durationMs: number;
  readonly requestsPerSecond: number;
}

/**
 * Sends the requests. Who waits in vain for an answer sends no more, so that it ends in good time when nobody answers.
 *
 * @throws Error for an address outside of this machine.
 */
export async function generateLoad(options: LoadOptions): Promise<LoadResult> {
  const { requests, concurrency = 16, timeoutMs = 10_000 } = options;
  const url = new URL(options.url);
  if (url.protocol !== "http:" || !["127.0.0.1", "localhost"].includes(url.hostname)) {
    throw new Error(`load is sent to http://127.0.0.1 only, not to ${options.url}`);
  }
  const tally = new Tally((options.identifyBy ?? []).map((name) => name.toLowerCase()));
  // It takes a while to load, and few commands need it.
  const undici = await import("undici");
  const pool = new undici.Pool(url.origin, {
    connections: concurrency,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const { headers = {} } = options;
  const request = { method: "GET", path: `${url.pathname}${url.search}`, headers } as const;
  const start = performance.now();
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const ended = await exchange(pool, request, tally);
      if (!ended) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, worker));
  await pool.destroy();
  for (; left > 0; left--) tally.failure();
  return tally.result(requests, performance.now() - start);
}

/** @returns whether the request ended, in whatever way, before the time was over. */
async function exchange(pool: Pool, request: Dispatcher.RequestOptions, tally: Tally): Promise<boolean> {
  const start = performance.now();
  let inTime = true;
  try {
    const { statusCode, headers, body } = await pool.request(request);
    await body.dump();
    tally.answer(statusCode, headers);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    inTime = code !== "UND_ERR_HEADERS_TIMEOUT" && code !== "UND_ERR_BODY_TIMEOUT";
    tally.failure();
  }
  tally.latency(performance.now() - start);
  return inTime;
}

class Tally {
  readonly #identifyBy: readonly string[];
  readonly #byStatus: Record<number, number> = {};
  readonly #byTarget: Record<string, number> = {};
  readonly #latencies: number[] = [];
  #errors = 0;

  constructor(identifyBy: readonly string[]) {
    this.#identifyBy = identifyBy;
  }

  answer(status: number, headers: Dispatcher.ResponseData["headers"]): void {
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
    if (status >= 500) this.#errors += 1;
    if (this.#identifyBy.length === 0) return;
    const key = this.#identifyBy.map((name) => String(headers[name] ?? "-")).join(" ");
    this.#byTarget[key] = (this.#byTarget[key] ?? 0) + 1;
  }

  failure(): void {
    this.#errors += 1;
  }

  latency(ms: number): void {
    this.#latencies.push(ms);
  }

  result(requests: number, durationMs: number): LoadResult {
    const sorted = this.#latencies.sort((a, b) => a - b);
    const percentile = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      requests,
      errors: this.#errors,
      byStatus: this.#byStatus,
      byTarget: this.#byTarget,
      latency: { p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99), max: percentile(1) },
      durationMs,
      requestsPerSecond: Math.round((requests * 1000) / durationMs),
    };
  }
}
