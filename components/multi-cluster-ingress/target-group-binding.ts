import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import type { TARGET_TYPES } from "../shared/load-balancer/target-group.ts";

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
export interface TargetGroupBindingSpec {
  readonly targetGroupARN: pulumi.Input<string>;
  readonly targetType: (typeof TARGET_TYPES)[number];
  readonly targetGroupProtocol: "HTTP";
  readonly ipAddressType: "ipv4";
  readonly vpcID: pulumi.Input<string>;
  readonly multiClusterTargetGroup: true;
  readonly serviceRef: { readonly name: pulumi.Input<string>; readonly port: number | string };
  readonly networking: {
    readonly ingress: readonly {
      readonly from: readonly { readonly securityGroup: { readonly groupID: pulumi.Input<string> } }[];
      /** Without a number every port. */
      readonly ports: readonly { readonly protocol: "TCP"; readonly port?: pulumi.Input<number | string> }[];
    }[];
  };
}

/** What a caller's transform sees of the binding. */
export interface TargetGroupBindingArgs {
  readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  readonly spec: TargetGroupBindingSpec;
}

/** Fields that the controller's webhook refuses to change in place. */
export const IMMUTABLE_FIELDS = [
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
  readonly targetGroupArn: pulumi.Input<string>;
  readonly targetType: (typeof TARGET_TYPES)[number];
  readonly vpcId: pulumi.Input<string>;
  readonly service: { readonly name: pulumi.Input<string>; readonly port: number | string };
  readonly backendSecurityGroupId: pulumi.Input<string>;
  /** Ports that the load balancer must reach; undefined stands for all. */
  readonly ports: readonly (pulumi.Input<number | string> | undefined)[];
}): TargetGroupBindingSpec {
  return {
    targetGroupARN: args.targetGroupArn,
    targetType: args.targetType,
    targetGroupProtocol: "HTTP",
    ipAddressType: "ipv4",
    vpcID: args.vpcId,
    multiClusterTargetGroup: true,
    serviceRef: args.service,
    networking: {
      ingress: [
        {
          from: [{ securityGroup: { groupID: args.backendSecurityGroupId } }],
          ports: args.ports.map((port) => ({ protocol: "TCP", ...defined({ port }) })),
        },
      ],
    },
  };
}
