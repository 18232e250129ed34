import type { ApiServer } from "../api-server.ts";
import type { PodCredentials } from "../types.ts";
import { DefaultIngressClass } from "./ingress-class.ts";
import { PodDefaults } from "./pod-defaults.ts";
import { PodSecurity } from "./pod-security.ts";
import { SimulatedPods } from "./simulated-pods.ts";
import type { WebhookTransport } from "./webhook-transport.ts";
import { WebhookAdmission } from "./webhooks.ts";

export interface AdmissionOptions {
  readonly podCredentials: () => PodCredentials | undefined;
  readonly webhooks: WebhookTransport;
}

/** Gives an API server the admission plugins of a cluster, in their order. */
export function installAdmission(api: ApiServer, options: AdmissionOptions): void {
  api.addAdmission(new PodDefaults(api));
  api.addAdmission(new DefaultIngressClass(api));
  api.addAdmission({
    mutate: ({ operation, object }) =>
      operation === "CREATE" && object.kind === "Pod"
        ? options.podCredentials()?.mutatePod(object)
        : undefined,
  });
  api.addAdmission(new SimulatedPods());
  api.addAdmission(new PodSecurity(api));
  api.addAdmission(new WebhookAdmission(api, options.webhooks));
}
