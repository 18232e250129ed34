/** What a probe tells. */
/** What came of a request. */
export interface ProbeReport {
  readonly url: string;
  /** The name that had an address, and the address; null where there is none. A load balancer's is not told. */
  readonly resolved: { readonly name: string; readonly address: string | null } | null;
  /** The Service that led to the pod, by its address or a node port: `namespace/name`. */
  readonly service: string | null;
  /** The load balancer that was asked. */
  readonly loadBalancer: string | null;
  /** Its target that answered: `10.0.0.4:8080`, `i-...:30080`; null where it answered itself. */
  readonly target: string | null;
  readonly answeredBy: ProbedPod | null;
  /** The client's address, as what was connected to sees it; null without a connection. */
  readonly source: string | null;
  readonly answer: ProbeAnswer | null;
  readonly error: ProbeError | null;
}

export interface ProbedPod {
  readonly cluster: string;
  /** `namespace/name` */
  readonly pod: string;
  readonly node: string;
  readonly address: string;
  readonly port: number;
}

export interface ProbeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProbeError {
  /** As `curl` ends with it. */
  readonly code: number;
  /** As `curl` says it. */
  readonly message: string;
  /** What the simulated cloud knows of the cause. */
  readonly reason: string;
}

/** What a URL names. */
export interface Target {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Path with query. */
  readonly path: string;
}

export function failure(code: number, words: string, reason: string): ProbeError {
  return { code, message: `curl: (${code}) ${words}`, reason };
}
