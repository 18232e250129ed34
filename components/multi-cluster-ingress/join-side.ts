import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
import type { ResolvedJoinArgs } from "./args.ts";
import type { SharedIngress } from "./shared-ingress.ts";
import { SERVICE_PORT, type ServiceSide } from "./service.ts";
import {
  BINDING_KIND,
  bindingSpec,
  IMMUTABLE_FIELDS,
  UNTIL_RECONCILED,
  type TargetGroupBindingArgs,
} from "./target-group-binding.ts";

/** The binding of this cluster's Service to a target group that is there already. */
export function joinSharedIngress(
  name: string,
  args: ResolvedJoinArgs,
  { namespace, service }: ServiceSide,
  parent: pulumi.Resource,
): SharedIngress {
  const bindingName = `${name}-binding`;
  const bindingArgs: TargetGroupBindingArgs = {
    metadata: { name: args.bindingName, namespace, annotations: UNTIL_RECONCILED },
    spec: bindingSpec({
      targetGroupArn: args.targetGroupArn,
      vpcId: args.vpcId,
      service: { name: service.metadata.name, port: SERVICE_PORT },
      backendSecurityGroupId: args.backendSecurityGroupId,
      ports: [...new Set([args.containerPort, args.healthCheckPort ?? args.containerPort])],
    }),
  };
  const binding = new kubernetes.apiextensions.CustomResource(
    bindingName,
    { ...BINDING_KIND, ...transformed(args.transform.binding, bindingArgs, bindingName) },
    {
      parent,
      dependsOn: [service],
      replaceOnChanges: [...IMMUTABLE_FIELDS],
      // The name is fixed, and two bindings of one target group would deregister each other's pods.
      deleteBeforeReplace: true,
    },
  );
  return {
    targetGroupArn: pulumi.output(args.targetGroupArn),
    loadBalancerArn: pulumi.output(args.loadBalancerArn),
    loadBalancerDnsName: pulumi.output(args.loadBalancerDnsName),
    bindingName: binding.metadata.name,
    ready: binding,
  };
}
