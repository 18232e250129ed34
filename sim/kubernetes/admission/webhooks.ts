import { KubernetesError, NotSimulated } from "../../core/errors.ts";
import type { ApiServer } from "../api-server.ts";
import type { AdmissionPlugin } from "../api/admission-chain.ts";
import { internalError } from "../api/status-errors.ts";
import type { AdmissionRequest, AdmissionResponse, KubeObject } from "../types.ts";
import { isConcerned, type Webhook } from "./webhook-matching.ts";
import { WebhookUnavailable, type WebhookTransport } from "./webhook-transport.ts";

const GROUP = "admissionregistration.k8s.io";

/** Asks the webhooks that the cluster's webhook configurations name. */
export class WebhookAdmission implements AdmissionPlugin {
  readonly #api: ApiServer;
  readonly #transport: WebhookTransport;

  constructor(api: ApiServer, transport: WebhookTransport) {
    this.#api = api;
    this.#transport = transport;
  }

  mutate(request: AdmissionRequest): KubeObject {
    return this.#webhooks("MutatingWebhookConfiguration", request).reduce<KubeObject>((object, webhook) => {
      const response = this.#ask(webhook, { ...request, object });
      return response?.allowed === true ? (response.object ?? object) : object;
    }, request.object);
  }

  validate(request: AdmissionRequest): void {
    for (const webhook of this.#webhooks("ValidatingWebhookConfiguration", request))
      this.#ask(webhook, request);
  }

  /** Configurations are asked in the order of their names; they themselves are subject to none. */
  #webhooks(kind: string, request: AdmissionRequest): Webhook[] {
    if (request.object.apiVersion.startsWith(`${GROUP}/`)) return [];
    return [...this.#api.views(`${GROUP}/v1/${kind}`)]
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .flatMap((configuration) => (configuration["webhooks"] ?? []) as Webhook[])
      .filter((webhook) => isConcerned(this.#api, webhook, request));
  }

  /** @returns undefined when the webhook could not be called and failures are to be ignored. */
  #ask(webhook: Webhook, request: AdmissionRequest): AdmissionResponse | undefined {
    const { service } = webhook.clientConfig;
    if (service === undefined) throw new NotSimulated(`webhook ${webhook.name} behind a URL`);
    const path = service.path ?? "/";
    let response: AdmissionResponse;
    try {
      response = this.#transport({ ...service, path })(request);
    } catch (error) {
      if (!(error instanceof WebhookUnavailable)) throw error;
      if (webhook.failurePolicy === "Ignore") return undefined;
      const host = `${service.name}.${service.namespace}.svc:${service.port}`;
      const url = `https://${host}${path}?timeout=${webhook.timeoutSeconds}s`;
      throw internalError(
        `failed calling webhook "${webhook.name}": failed to call webhook: Post "${url}": ${error.message}`,
      );
    }
    if (!response.allowed) {
      const words = `admission webhook "${webhook.name}" denied the request: ${response.message}`;
      throw new KubernetesError("Forbidden", words, 403);
    }
    return response;
  }
}
