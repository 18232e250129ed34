/** Sends many requests and counts who answered. */
import type { buildConnector, Dispatcher } from "undici";

export interface LoadOptions {
  /** `http://127.0.0.1:34567/path`, or `https://...`; loopback only. */
  readonly url: string;
  /** For HTTPS. */
  readonly tls?: {
    /** The certificate, as PEM, of who must have signed the server's. */
    readonly ca: string;
    /** Whom the client asks for when it connects, whatever host its requests name. */
    readonly serverName: string;
  };
  /** What is sent, in this order; for a number, so many GET requests to the URL. */
  readonly requests: number | readonly LoadRequest[];
  /** How many at a time, each on a connection of its own. Default: 16. */
  readonly concurrency?: number;
  /** Whether each request comes on a connection of its own. Default: they share some. */
  readonly separate?: boolean;
  /** How long to wait for an answer, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
}

export interface LoadRequest {
  readonly method: string;
  /** The request target: `/path?query`. */
  readonly target: string;
  /** Host among them, where it is not the URL's. */
  readonly headers: Readonly<Record<string, string>>;
  /** Is told what comes back. */
  onAnswer?(answer: LoadAnswer): void;
}

export interface LoadAnswer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly body: string;
}

export interface LoadResult {
  readonly requests: number;
  /** Requests without an answer, those not sent after time-outs, and answers with status 500 and above. */
  readonly errors: number;
  readonly byStatus: Readonly<Record<number, number>>;
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
  const { concurrency = 16, timeoutMs = 10_000 } = options;
  const url = new URL(options.url);
  if (!["http:", "https:"].includes(url.protocol) || !["127.0.0.1", "localhost"].includes(url.hostname)) {
    throw new Error(`load is sent to 127.0.0.1 only, not to ${options.url}`);
  }
  const requests = requestsOf(url, options.requests);
  const tally = new Tally();
  // It takes a while to load, and few commands need it.
  const { Pool, request, buildConnector } = await import("./undici.ts");
  const pool = new Pool(url.origin, {
    connections: concurrency,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(options.tls && { connect: connector(buildConnector, options.tls) }),
  });
  const send: Send = (options) => request.call(pool, options);
  const start = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < requests.length) {
      const ended = await exchange(send, requests[next++]!, options.separate === true, tally);
      if (!ended) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, requests.length) }, worker));
  await pool.destroy();
  for (; next < requests.length; next++) tally.failure();
  return tally.result(requests.length, performance.now() - start);
}

/** Undici would ask for the host of the request. */
function connector(
  build: typeof buildConnector,
  { ca, serverName }: NonNullable<LoadOptions["tls"]>,
): buildConnector.connector {
  const connect = build({ ca });
  return (options, done) => connect({ ...options, servername: serverName }, done);
}

function requestsOf(url: URL, requests: LoadOptions["requests"]): readonly LoadRequest[] {
  if (typeof requests !== "number") return requests;
  const request: LoadRequest = { method: "GET", target: `${url.pathname}${url.search}`, headers: {} };
  return Array.from({ length: requests }, () => request);
}

type Send = (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;

/** @returns whether the request ended, in whatever way, before the time was over. */
async function exchange(send: Send, request: LoadRequest, reset: boolean, tally: Tally): Promise<boolean> {
  const { target, headers: sent } = request;
  const method = request.method as Dispatcher.HttpMethod;
  const start = performance.now();
  let inTime = true;
  try {
    const { statusCode, headers, body } = await send({ method, path: target, headers: sent, reset });
    if (request.onAnswer === undefined) await body.dump();
    else request.onAnswer({ status: statusCode, headers, body: await body.text() });
    tally.answer(statusCode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    inTime = code !== "UND_ERR_HEADERS_TIMEOUT" && code !== "UND_ERR_BODY_TIMEOUT";
    tally.failure();
  }
  tally.latency(performance.now() - start);
  return inTime;
}

class Tally {
  readonly #byStatus: Record<number, number> = {};
  readonly #latencies: number[] = [];
  #errors = 0;

  answer(status: number): void {
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
    if (status >= 500) this.#errors += 1;
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
      latency: { p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99), max: percentile(1) },
      durationMs,
      requestsPerSecond: Math.round((requests * 1000) / durationMs),
    };
  }
}
