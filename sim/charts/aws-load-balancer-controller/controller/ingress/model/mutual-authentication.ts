import { NotSimulated } from "../../../../../core/errors.ts";
import { defined } from "../../../../../core/defined.ts";
import type { MutualAuthentication } from "../../../../../aws/elbv2/shapes.ts";
import { jsonOf, stringOf, type Annotations } from "../annotations.ts";

/** An entry of the annotation. */
interface Entry {
  readonly port: number;
  readonly mode: string;
  readonly trustStore?: string;
  readonly ignoreClientCertificateExpiry?: boolean;
  readonly advertiseTrustStoreCaNames?: "on" | "off";
}

/** What the annotation says, by ports. Facts: pkg/ingress/model_build_listener.go (computeIngressMutualAuthentication). */
export function mutualAuthentications(
  annotations: Annotations | undefined,
): ReadonlyMap<number, MutualAuthentication> {
  const entries = jsonOf(annotations, "mutual-authentication") as readonly Entry[] | undefined;
  if (entries?.length === 0) {
    const text = stringOf(annotations, "mutual-authentication");
    throw new Error(`empty mutualAuthentication configuration from ingress annotation: \`${text}\``);
  }
  return new Map((entries ?? []).map((entry) => [entry.port, settings(entry)]));
}

function settings(entry: Entry): MutualAuthentication {
  const { mode, trustStore = "" } = entry;
  if (mode === "verify") {
    // A store that is given by its name is looked up.
    if (!trustStore.startsWith("arn:")) throw notSimulated(entry);
    return {
      Mode: mode,
      TrustStoreArn: trustStore,
      IgnoreClientCertificateExpiry: entry.ignoreClientCertificateExpiry ?? false,
      ...defined({ AdvertiseTrustStoreCaNames: entry.advertiseTrustStoreCaNames }),
    };
  }
  if ((mode !== "off" && mode !== "passthrough") || trustStore !== "") throw notSimulated(entry);
  return { Mode: mode };
}

function notSimulated(entry: Entry): NotSimulated {
  return new NotSimulated("ingress annotation mutual-authentication", JSON.stringify(entry));
}
