import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TARGET_GROUP_BINDING } from "../shared/target-group-binding.ts";
import { transformed, type WithPlainMetadata } from "../shared/transform.ts";
import type { ResolvedJoinArgs } from "./resolve.ts";
import type { IngressSide } from "./ingress-side.ts";
import { SERVICE_PORT, type ServiceSide } from "./service.ts";
import { bindingSpec, IMMUTABLE_FIELDS, type TargetGroupBindingArgs } from "./target-group-binding.ts";

/**
 * The binding of this cluster's Service to a target group that is there already. The controller's webhook refuses it at
 * once if the target group does not exist, does not suit the binding or cannot be read; there is nothing more to wait
 * for before there are pods to register, see {@link Rollout}.
 */
export function joinSharedIngress(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedJoinArgs,
  serviceSide: ServiceSide,
): IngressSide {
  const binding = createBinding(parent, name, args, serviceSide);
  return {
    nodes: { binding },
    targetGroupArn: pulumi.output(args.targetGroupArn),
    loadBalancerArn: pulumi.output(args.loadBalancerArn),
    loadBalancerDnsName: pulumi.output(args.loadBalancerDnsName),
    bindingName: binding.metadata.name,
    ready: binding,
  };
}

function createBinding(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedJoinArgs,
  { namespace, service }: ServiceSide,
): kubernetes.apiextensions.CustomResource {
  const bindingName = `${name}-binding`;
  const own = {
    args: {
      metadata: { name: args.bindingName, namespace },
      spec: bindingSpec({
        targetGroupArn: args.targetGroupArn,
        vpcId: args.vpcId,
        service: { name: service.metadata.name, port: SERVICE_PORT },
        backendSecurityGroupId: args.backendSecurityGroupId,
        ports: [...new Set([args.containerPort, args.healthCheckPort ?? args.containerPort])],
      }),
    },
    opts: {
      parent,
      dependsOn: [service],
      replaceOnChanges: [...IMMUTABLE_FIELDS],
      // The name is fixed, and two bindings of one target group would deregister each other's pods.
      deleteBeforeReplace: true,
    },
  };
  const wanted = transformed<TargetGroupBindingArgs, WithPlainMetadata<TargetGroupBindingArgs>>(
    bindingName,
    own,
    args.transform.binding,
  );
  return new kubernetes.apiextensions.CustomResource(
    bindingName,
    { ...TARGET_GROUP_BINDING, ...wanted.args },
    wanted.opts,
  );
}
