import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { BindingSpec, TargetGroupBinding } from "../kubernetes/objects.ts";
import { labelled } from "../labelled.ts";
import { targetGroupByName, targetGroupOf } from "./target-group.ts";

/** Fills in what a new binding leaves to its target group. Facts: webhooks/elbv2/targetgroupbinding_mutator.go. */
export function withTargetGroupDefaults(aws: Aws, binding: TargetGroupBinding): TargetGroupBinding {
  const { spec } = binding;
  const targetGroupARN = spec.targetGroupARN || arnByName(aws, spec.targetGroupName);
  const group = targetGroupOf(aws, { ...binding, spec: { ...spec, targetGroupARN } });
  return {
    ...binding,
    spec: {
      ...spec,
      targetGroupARN,
      targetType: spec.targetType ?? labelled("couldn't determine TargetType", () => group().TargetType),
      ipAddressType:
        spec.ipAddressType ??
        labelled("unable to get target group IP address type", () => group().IpAddressType),
      vpcID: spec.vpcID || labelled("unable to get target group VpcID", () => group().VpcId),
      targetGroupProtocol:
        spec.targetGroupProtocol ??
        labelled("couldn't determine TargetGroup protocol", () => group().Protocol),
    },
  };
}

/** Fields of the spec that Go's encoder leaves out when they are empty or false. */
const OMITTED_WHEN_EMPTY = [
  "assumeRoleExternalId",
  "iamRoleArnToAssume",
  "multiClusterTargetGroup",
  "targetGroupARN",
  "targetGroupName",
  "vpcID",
] as const;

/** The binding as the webhook sends it back: what its encoder leaves out leaves the object. */
export function withoutEmptyFields(binding: TargetGroupBinding): TargetGroupBinding {
  const spec: { -readonly [K in keyof BindingSpec]: BindingSpec[K] } = { ...binding.spec };
  for (const field of OMITTED_WHEN_EMPTY) if (!spec[field]) delete spec[field];
  return { ...binding, spec };
}

function arnByName(aws: Aws, name: string | undefined): string {
  if (!name) throw new Error("must provide either TargetGroupARN or TargetGroupName");
  return targetGroupByName(aws, name).TargetGroupArn;
}
