import { defined } from "../../../core/defined.ts";
import { NotSimulated } from "../../../core/errors.ts";
import type { MutualAuthentication } from "../../../aws/elbv2/shapes.ts";

/** What Ingresses and Gateways say of clients' certificates. */
export interface MutualAuthenticationConfig {
  readonly mode: string;
  readonly trustStore?: string;
  readonly ignoreClientCertificateExpiry?: boolean;
  readonly advertiseTrustStoreCaNames?: "on" | "off";
}

/** The same as AWS takes it. Facts: pkg/ingress/model_build_listener.go, pkg/gateway/model/model_build_listener.go. */
export function mutualAuthentication(config: MutualAuthenticationConfig): MutualAuthentication {
  const { mode, trustStore = "" } = config;
  if (mode === "verify") {
    // A store that is given by its name is looked up.
    if (!trustStore.startsWith("arn:")) throw notSimulated(config);
    return {
      Mode: mode,
      TrustStoreArn: trustStore,
      IgnoreClientCertificateExpiry: config.ignoreClientCertificateExpiry ?? false,
      ...defined({ AdvertiseTrustStoreCaNames: config.advertiseTrustStoreCaNames }),
    };
  }
  if ((mode !== "off" && mode !== "passthrough") || trustStore !== "") throw notSimulated(config);
  return { Mode: mode };
}

function notSimulated(config: MutualAuthenticationConfig): NotSimulated {
  return new NotSimulated("mutual authentication of a load balancer", JSON.stringify(config));
}
