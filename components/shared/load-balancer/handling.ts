import type { ArgsCheck } from "../args-check.ts";

/** What the load balancer does with requests that could be read in two ways. */
export const DESYNC_MITIGATIONS = ["monitor", "defensive", "strictest"] as const;

/** What becomes of the header `X-Forwarded-For`. */
export const FORWARDED_FOR_MODES = ["append", "preserve", "remove"] as const;

/** Defaults of {@link RequestHandlingArgs}. */
export const HANDLING_DEFAULTS = {
  idleTimeoutSeconds: 60,
  clientKeepAliveSeconds: 3_600,
  dropInvalidHeaderFields: true,
  desyncMitigation: "defensive",
  forwardedFor: "append",
  forwardedForClientPort: false,
  preserveHostHeader: false,
  tlsHeaders: false,
  zonalShift: false,
} as const satisfies Required<RequestHandlingArgs>;

/**
 * How a load balancer handles connections and requests.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
export interface RequestHandlingArgs {
  /**
   * Seconds without data after which a connection is closed, from 1 to 4000.
   * @default 60
   */
  readonly idleTimeoutSeconds?: number;
  /**
   * Seconds after which a client's connection is closed although it is in use, from 60 to 604800.
   * @default 3600
   */
  readonly clientKeepAliveSeconds?: number;
  /**
   * Whether header lines with invalid names are taken out of requests before they reach a pod.
   * @default true
   */
  readonly dropInvalidHeaderFields?: boolean;
  /**
   * What is done with requests that servers could read in different ways: `monitor` passes them on, `defensive` those that are
   * harmless, `strictest` only those that keep to the standard.
   * @default "defensive"
   */
  readonly desyncMitigation?: (typeof DESYNC_MITIGATIONS)[number];
  /**
   * What becomes of the header `X-Forwarded-For`: the client's address is appended, or the header is left as it is, or removed.
   * @default "append"
   */
  readonly forwardedFor?: (typeof FORWARDED_FOR_MODES)[number];
  /**
   * Whether the client's port is appended with its address.
   * @default false
   */
  readonly forwardedForClientPort?: boolean;
  /**
   * Whether targets get the host header as the client sent it, where the load balancer would change its form.
   * @default false
   */
  readonly preserveHostHeader?: boolean;
  /**
   * Whether targets get the client's TLS version and cipher as `X-Amzn-TLS-Version` and `X-Amzn-TLS-Cipher-Suite`.
   * @default false
   */
  readonly tlsHeaders?: boolean;
  /**
   * Whether traffic can be shifted away from a zone by Amazon Application Recovery Controller.
   * @default false
   */
  readonly zonalShift?: boolean;
}

export function resolveHandling(args: RequestHandlingArgs): Required<RequestHandlingArgs> {
  const given = Object.entries(args).filter(
    ([key, value]) => key in HANDLING_DEFAULTS && value !== undefined,
  );
  return { ...HANDLING_DEFAULTS, ...Object.fromEntries(given) };
}

export function checkHandling(check: ArgsCheck<Required<RequestHandlingArgs>>): void {
  check.integer("idleTimeoutSeconds", { min: 1, max: 4_000 });
  check.integer("clientKeepAliveSeconds", { min: 60, max: 604_800 });
  check.oneOf("desyncMitigation", DESYNC_MITIGATIONS);
  check.oneOf("forwardedFor", FORWARDED_FOR_MODES);
}

/** Every attribute, also at its default: see targetGroupAttributes. */
export function handlingAttributes(args: Required<RequestHandlingArgs>): Record<string, string> {
  return {
    "idle_timeout.timeout_seconds": String(args.idleTimeoutSeconds),
    "client_keep_alive.seconds": String(args.clientKeepAliveSeconds),
    "routing.http.drop_invalid_header_fields.enabled": String(args.dropInvalidHeaderFields),
    "routing.http.desync_mitigation_mode": args.desyncMitigation,
    "routing.http.xff_header_processing.mode": args.forwardedFor,
    "routing.http.xff_client_port.enabled": String(args.forwardedForClientPort),
    "routing.http.preserve_host_header.enabled": String(args.preserveHostHeader),
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": String(args.tlsHeaders),
    "zonal_shift.config.enabled": String(args.zonalShift),
  };
}
