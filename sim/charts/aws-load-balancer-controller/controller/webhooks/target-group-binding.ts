import type { TargetGroup } from "../../../../aws/elbv2/shapes.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  namespacedName,
  TARGET_GROUP_BINDING,
  type BindingSpec,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import { labelled } from "../labelled.ts";
import type { WebhookSources } from "./sources.ts";
import { targetGroupByName, targetGroupOf } from "./target-group.ts";

const VPC_ID = /^vpc-([0-9a-f]{8}|[0-9a-f]{17}|[0-9a-f]{32})$/;

/** Facts: webhooks/elbv2/targetgroupbinding_validator.go. @throws Error as shown behind "denied the request:". */
export function validateBinding(
  { aws, reader, config }: WebhookSources,
  given: TargetGroupBinding,
  old: TargetGroupBinding | undefined,
): void {
  const binding = withRequiredFields(aws, given);
  if (old !== undefined) checkUnchanged(binding.spec, old.spec, config.vpcId);
  checkNodeSelector(binding.spec);
  if (old !== undefined) {
    checkAssumedRole(binding.spec);
    checkOtherBindings(reader, binding);
    return;
  }
  checkOtherBindings(reader, binding);
  const group = targetGroupOf(aws, binding);
  checkIpAddressType(binding.spec, group);
  checkVpc(binding.spec, group);
  checkAssumedRole(binding.spec);
  checkProtocol(binding.spec, group);
}

function withRequiredFields(aws: Aws, binding: TargetGroupBinding): TargetGroupBinding {
  const { spec } = binding;
  const missing: string[] = [];
  let targetGroupARN = spec.targetGroupARN ?? "";
  if (targetGroupARN === "") {
    const name = spec.targetGroupName ?? "";
    if (name === "") missing.push("either TargetGroupARN or TargetGroupName");
    else {
      const label = `searching TargetGroup with name ${name}`;
      targetGroupARN = labelled(label, () => targetGroupByName(aws, name).TargetGroupArn);
    }
  }
  if (spec.targetType === undefined) missing.push("spec.targetType");
  if (missing.length > 0) {
    throw new Error(`TargetGroupBinding must specify these fields: ${missing.join(",")}`);
  }
  return { ...binding, spec: { ...spec, targetGroupARN } };
}

/** @param vpcId the controller's own, which may be filled in later. */
function checkUnchanged(spec: BindingSpec, old: BindingSpec, vpcId: string): void {
  const changed = [
    ...(spec.targetGroupARN !== old.targetGroupARN ? ["spec.targetGroupARN"] : []),
    ...(spec.targetType !== old.targetType ? ["spec.targetType"] : []),
    ...(isNewAddressType(spec, old) ? ["spec.ipAddressType"] : []),
    ...((spec.vpcID ?? "") !== (old.vpcID || (spec.vpcID === vpcId ? vpcId : "")) ? ["spec.vpcID"] : []),
  ];
  if (changed.length > 0) {
    throw new Error(`TargetGroupBinding update may not change these immutable fields: ${changed.join(",")}`);
  }
}

function isNewAddressType(spec: BindingSpec, old: BindingSpec): boolean {
  if (old.ipAddressType !== undefined) return spec.ipAddressType !== old.ipAddressType;
  return (spec.ipAddressType ?? "ipv4") !== "ipv4";
}

function checkNodeSelector({ targetType, nodeSelector }: BindingSpec): void {
  if (targetType === "ip" && nodeSelector !== undefined) {
    throw new Error("TargetGroupBinding cannot set NodeSelector when TargetType is ip");
  }
}

/** A target group may have several bindings in one cluster only if all of them say that they share it. */
function checkOtherBindings(reader: KubeReader, { metadata, spec }: TargetGroupBinding): void {
  const { targetGroupARN: arn } = spec;
  const others = reader
    .list(TARGET_GROUP_BINDING)
    .filter((other) => other.metadata.uid !== metadata.uid && other.spec.targetGroupARN === arn);
  const shared = [spec, ...others.map((other) => other.spec)].every((each) => each.multiClusterTargetGroup);
  if (others.length === 0 || shared) return;
  const names = others.map(namespacedName).join(" ");
  throw new Error(
    `TargetGroup ${arn} is already bound to following TargetGroupBindings [${names}]. Please enable MultiCluster mode on all TargetGroupBindings referencing ${arn} or choose a different Target Group ARN.`,
  );
}

function checkIpAddressType(
  { ipAddressType = "ipv4", targetGroupARN }: BindingSpec,
  group: () => TargetGroup,
): void {
  const actual = labelled("unable to get target group IP address type", () => group().IpAddressType);
  if (ipAddressType !== actual) {
    throw new Error(`invalid IP address type ${actual} for TargetGroup ${targetGroupARN}`);
  }
}

function checkVpc({ vpcID, targetGroupARN }: BindingSpec, group: () => TargetGroup): void {
  if (!vpcID) return;
  if (!VPC_ID.test(vpcID)) {
    throw new Error(
      `ValidationError: vpcID ${vpcID} failed to satisfy constraint: VPC Id must begin with 'vpc-' followed by 8, 17 or 32 lowercase letters (a-f) or numbers.`,
    );
  }
  if (labelled("unable to get target group VpcID", () => group().VpcId) !== vpcID) {
    throw new Error(`invalid VpcID ${vpcID} doesnt match VpcID from TargetGroup ${targetGroupARN}`);
  }
}

function checkAssumedRole({ iamRoleArnToAssume, targetType }: BindingSpec): void {
  if (iamRoleArnToAssume && targetType === "instance") {
    throw new Error("Unable to use instance target type while using assume role");
  }
}

function checkProtocol({ targetGroupProtocol, targetGroupARN }: BindingSpec, group: () => TargetGroup): void {
  if (targetGroupProtocol === undefined) return;
  // The label is the controller's; it is that of another check.
  const actual = labelled("unable to get target group VpcID", () => group().Protocol);
  if (actual !== targetGroupProtocol) {
    throw new Error(
      `TargetGroup ${targetGroupARN} protocol differs (got ${targetGroupProtocol}, expected ${actual})`,
    );
  }
}
