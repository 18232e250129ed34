import type { ArgsCheck } from "../args-check.ts";
import type { Form } from "../forms.ts";

/** What a pod may use, as Kubernetes quantities, e.g. `50m`, `64Mi`. A limit without a request is the request, too. */
export interface PodResources {
  /** What the node that a pod runs on must have free. */
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
  /** Beyond it a container is slowed down (CPU) or ended (memory). */
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/, as people write it. */
const QUANTITY = /^(?<digits>\d+(\.\d+)?)(?<unit>m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

const QUANTITIES = {
  cpu: [QUANTITY, "cores such as 250m or 1"],
  memory: [QUANTITY, "bytes such as 64Mi or 1Gi"],
} as const satisfies Readonly<Record<string, Form>>;

/** Notes amounts that are not valid quantities, and requests above their limits: the API server refuses both. */
export function checkPodResources(check: ArgsCheck<PodResources>): void {
  for (const resource of ["cpu", "memory"] as const) {
    const { requests, limits } = check.args;
    const [request, limit] = [requests?.[resource], limits?.[resource]];
    check.at("requests")?.text(resource, QUANTITIES[resource]);
    check.at("limits")?.text(resource, QUANTITIES[resource]);
    // A comparison with an amount that is not a valid quantity is false.
    if (request !== undefined && limit !== undefined && amount(request) > amount(limit)) {
      check
        .at("requests")
        ?.add(resource, `is ${request}, more than the limit ${limit}; lower it or raise the limit`);
    }
  }
}

/** What a pod asks for: Kubernetes takes a limit for the request where there is none. */
export function requested(
  { requests, limits }: PodResources,
  resource: "cpu" | "memory",
): string | undefined {
  return requests?.[resource] ?? limits?.[resource];
}

/** In base units; NaN for a text that is not a valid quantity. */
function amount(quantity: string): number {
  const { digits, unit } = QUANTITY.exec(quantity)?.groups ?? {};
  return Number(digits) * (unit === undefined ? 1 : UNITS[unit]!);
}
