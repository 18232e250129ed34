import type { ResourceType } from "../core/resource-type.ts";
import type { Service } from "../service.ts";
import { builtInKinds } from "./api/kinds.ts";
import { objectResource } from "./pulumi/object-resource.ts";
import { patchResource } from "./pulumi/patch-resource.ts";
import { parseToken, tokenOf } from "./pulumi/token.ts";

/** Pulumi types of the kubernetes package: every kind that a cluster serves, and custom ones. */
export const kubernetesService: Service = {
  name: "kubernetes",
  resources: [...builtInKinds.keys()].map(tokenOf).map(required),
  resolve,
};

/** A custom kind (`kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding`), or a patch of any kind. */
function resolve(token: string): ResourceType | undefined {
  const parsed = parseToken(token);
  if (parsed === undefined) return undefined;
  return parsed.patch ? patchResource(token, parsed) : objectResource(token, parsed);
}

function required(token: string): ResourceType {
  const type = resolve(token);
  if (type === undefined) throw new Error(`${token} is not the token of a Kubernetes kind`);
  return type;
}
