import type { MutualAuthentication } from "../../../../../aws/elbv2/shapes.ts";
import { mutualAuthentication, type MutualAuthenticationConfig } from "../../mutual-authentication.ts";
import { jsonOf, stringOf, type Annotations } from "../annotations.ts";

/** An entry of the annotation. */
interface Entry extends MutualAuthenticationConfig {
  readonly port: number;
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
  return new Map((entries ?? []).map((entry) => [entry.port, mutualAuthentication(entry)]));
}
