import { isDeleting } from "../controller-runtime/keys.ts";
import type { WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

const NAMESPACE = "v1/Namespace";
const SERVICE_ACCOUNT = "v1/ServiceAccount";

/** Gives each namespace the service account `default`. Its keys are names of namespaces. */
export class ServiceAccountController extends ClusterController {
  readonly name = "service-account-controller";
  readonly kind = NAMESPACE;
  override readonly watches = {
    [NAMESPACE]: ({ type, object }: WatchEvent) => (type === "ADDED" ? [object.metadata.name] : []),
    [SERVICE_ACCOUNT]: ({ type, object }: WatchEvent) =>
      type === "DELETED" ? [object.metadata.namespace ?? ""] : [],
  };

  override reconcile(name: string): void {
    const namespace = this.api.view(NAMESPACE, undefined, name);
    if (namespace === undefined || isDeleting(namespace)) return;
    if (this.api.view(SERVICE_ACCOUNT, name, "default") !== undefined) return;
    this.api.create({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: name },
    });
  }
}
