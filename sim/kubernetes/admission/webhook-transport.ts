import type { ApiServer } from "../api-server.ts";
import { readyPods } from "../service-endpoints.ts";
import type { AdmissionHandler } from "../types.ts";

/** The Service and path under which a webhook is reached. */
export interface WebhookAddress {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly path: string;
}

/** A webhook could not be called; the message is what the API server's HTTP client says. */
export class WebhookUnavailable extends Error {}

/**
 * Finds the program behind a webhook's address.
 *
 * @throws WebhookUnavailable
 */
export type WebhookTransport = (address: WebhookAddress) => AdmissionHandler;

/**
 * Reaches webhooks as the API server does: through the ready endpoints of their Service.
 *
 * @param running finds what a pod, by uid, serves under a path.
 */
export function serviceTransport(
  api: ApiServer,
  running: (podUid: string, path: string) => AdmissionHandler | undefined,
): WebhookTransport {
  return ({ namespace, name, port, path }) => {
    const service = api.view("v1/Service", namespace, name);
    if (service === undefined) throw new WebhookUnavailable(`service "${name}" not found`);
    if (!(service.spec.ports ?? []).some((entry) => entry.port === port)) {
      throw new WebhookUnavailable(`no service port ${port} found for service "${name}"`);
    }
    const [first] = readyPods(api, { namespace, name });
    if (first === undefined) throw new WebhookUnavailable(`no endpoints available for service "${name}"`);
    const handler = running(first, path);
    if (handler === undefined) {
      throw new WebhookUnavailable(`dial tcp ${service.spec.clusterIP}:${port}: connect: connection refused`);
    }
    return handler;
  };
}
