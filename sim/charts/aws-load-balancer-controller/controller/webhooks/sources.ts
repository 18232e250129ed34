import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "../config.ts";
import type { IngressClassifier } from "../ingress/class.ts";
import type { KubeReader } from "../kubernetes/client.ts";

/** What the webhooks need of the controller. */
export interface WebhookSources {
  readonly aws: Aws;
  readonly reader: KubeReader;
  readonly config: ControllerConfig;
  readonly classifier: IngressClassifier;
}
