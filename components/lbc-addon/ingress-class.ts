import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createCustomObject, createObject } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { ingressClassParams } from "../shared/load-balancer/ingress-class.ts";
import type { IngressClassParamsArgs, LbcAddonNodes } from "./args.ts";
import type { ResolvedLbcAddonArgs } from "./resolve.ts";

const API_GROUP = "elbv2.k8s.aws";
const PARAMS = "IngressClassParams";
const DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

/**
 * The class, and the parameters that it refers to, where it decides anything. Both come after the controller, whose webhook
 * looks at parameters.
 */
export function createIngressClass(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedLbcAddonArgs,
  release: pulumi.Resource,
): Pick<LbcAddonNodes, "ingressClassParams" | "ingressClass"> {
  const opts = { parent, dependsOn: [release] };
  const params = createParams(name, args, opts);
  const { ingressClass, transform } = args;
  const parameters = params && { apiGroup: API_GROUP, kind: PARAMS, name: params.metadata.name };
  return {
    ingressClassParams: params,
    ingressClass: createObject(kubernetes.networking.v1.IngressClass, `${name}-ingress-class`, {
      args: {
        metadata: {
          name: ingressClass.name,
          ...defined({ annotations: ingressClass.isDefault ? { [DEFAULT_CLASS]: "true" } : undefined }),
        },
        spec: { controller: "ingress.k8s.aws/alb", ...defined({ parameters }) },
      },
      opts,
      transform: transform.ingressClass,
    }),
  };
}

function createParams(
  name: string,
  { ingressClass, transform }: ResolvedLbcAddonArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource | undefined {
  const spec = ingressClassParams(ingressClass);
  if (spec === undefined) return undefined;
  const kind = { apiVersion: `${API_GROUP}/v1beta1`, kind: PARAMS };
  return createCustomObject<IngressClassParamsArgs>(kind, `${name}-ingress-class-params`, {
    args: { metadata: { name: ingressClass.name }, spec },
    opts,
    transform: transform.ingressClassParams,
  });
}
