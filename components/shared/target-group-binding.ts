import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createCustomObject } from "./child.ts";
import { defined } from "./defined.ts";
import type { TARGET_TYPES } from "./load-balancer/target-group.ts";
import type { ObjectTransform, WithPlainMetadata } from "./transform.ts";

/** The kind by which AWS Load Balancer Controller registers the pods of a Service in a target group. */
export const TARGET_GROUP_BINDING = {
  apiVersion: "elbv2.k8s.aws/v1beta1",
  kind: "TargetGroupBinding",
} as const;

/** What targets are spoken to in. */
type TargetProtocol = "HTTP" | "TCP" | "UDP" | "TCP_UDP" | "TLS";

/** A port that nodes open to the load balancer; without a number every port. */
export interface BindingPort {
  readonly protocol: "TCP" | "UDP";
  readonly port?: pulumi.Input<number | string>;
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
export interface TargetGroupBindingSpec {
  readonly targetGroupARN: pulumi.Input<string>;
  readonly targetType: (typeof TARGET_TYPES)[number];
  readonly targetGroupProtocol: TargetProtocol;
  readonly ipAddressType: "ipv4";
  readonly vpcID: pulumi.Input<string>;
  readonly multiClusterTargetGroup: true;
  readonly serviceRef: { readonly name: pulumi.Input<string>; readonly port: number | string };
  readonly networking: {
    readonly ingress: readonly {
      readonly from: readonly { readonly securityGroup: { readonly groupID: pulumi.Input<string> } }[];
      readonly ports: readonly BindingPort[];
    }[];
  };
}

/** What a caller's transform sees of the binding. */
export interface TargetGroupBindingArgs {
  readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  readonly spec: TargetGroupBindingSpec;
}

/** Fields that the controller's webhook refuses to change in place. */
const IMMUTABLE_FIELDS = [
  "spec.targetGroupARN",
  "spec.targetType",
  "spec.ipAddressType",
  "spec.vpcID",
] as const;

/**
 * A binding that registers the pods of a Service in a target group which other clusters use too.
 *
 * Fields with a default are given all the same: the controller's webhook fills them in, and an update without them
 * would look like an attempt to take them away.
 */
export function bindingSpec(args: {
  /** Default: HTTP. */
  readonly protocol?: TargetProtocol;
  readonly targetGroupArn: pulumi.Input<string>;
  readonly targetType: (typeof TARGET_TYPES)[number];
  readonly vpcId: pulumi.Input<string>;
  readonly service: { readonly name: pulumi.Input<string>; readonly port: number | string };
  readonly backendSecurityGroupId: pulumi.Input<string>;
  /** Ports that the load balancer must reach. */
  readonly ports: readonly BindingPort[];
}): TargetGroupBindingSpec {
  return {
    targetGroupARN: args.targetGroupArn,
    targetType: args.targetType,
    targetGroupProtocol: args.protocol ?? "HTTP",
    ipAddressType: "ipv4",
    vpcID: args.vpcId,
    multiClusterTargetGroup: true,
    serviceRef: args.service,
    networking: {
      ingress: [
        {
          from: [{ securityGroup: { groupID: args.backendSecurityGroupId } }],
          ports: args.ports,
        },
      ],
    },
  };
}

/** Ports of TCP; undefined stands for all. */
export function tcpPorts(
  ports: readonly (pulumi.Input<number | string> | undefined)[],
): readonly BindingPort[] {
  return ports.map((port) => ({ protocol: "TCP", ...defined({ port }) }));
}

/** A binding of a Service to a target group that is there already. */
export function createBinding(
  resourceName: string,
  args: WithPlainMetadata<TargetGroupBindingArgs>,
  opts: pulumi.CustomResourceOptions,
  transform: ObjectTransform<TargetGroupBindingArgs> | undefined,
): kubernetes.apiextensions.CustomResource {
  return createCustomObject<TargetGroupBindingArgs>(TARGET_GROUP_BINDING, resourceName, {
    args,
    opts: {
      ...opts,
      replaceOnChanges: [...IMMUTABLE_FIELDS],
      // The name is fixed, and two bindings of one target group would deregister each other's pods.
      deleteBeforeReplace: true,
    },
    transform,
  });
}
