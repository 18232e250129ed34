import { isDeepStrictEqual } from "node:util";
import { defined } from "../../../../core/defined.ts";
import { poll } from "../aws/retry.ts";
import { mergePatch } from "../kubernetes/merge-patch.ts";
import { TARGET_GROUP_BINDING, type BindingSpec, type TargetGroupBinding } from "../kubernetes/objects.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { BindingResource } from "../model.ts";
import { isCheckpoint } from "../target-group-binding/checkpoint.ts";
import type { Deployment } from "./context.ts";
import { byKey } from "./match.ts";

const POLL_MS = 200;
const TIMEOUT_MS = 60_000;
const TIMED_OUT = "timed out waiting for the condition";

/**
 * Makes and updates the bindings of a stack's target groups; the binding's own reconciler does the rest.
 * Facts: pkg/deploy/elbv2/target_group_binding_{synthesizer,manager}.go.
 *
 * @returns the stack's bindings of target groups that are not wanted any more.
 */
export function* deployBindings(deployment: Deployment): Task<readonly TargetGroupBinding[]> {
  const { reader, stack, tagged } = deployment;
  const present = new Map(
    reader
      .list(TARGET_GROUP_BINDING, { labels: tagged.tracking.stackLabels(stack.id) })
      .map((binding) => [binding.spec.targetGroupARN ?? "", binding]),
  );
  const wanted = byKey(
    stack.bindings.map((binding) => ({ binding, arn: deployment.resolve(binding.targetGroup) })),
    ({ arn }) => arn,
  );
  for (const { binding, arn } of wanted) {
    if (!present.has(arn)) create(deployment, binding, arn);
  }
  for (const { binding, arn } of wanted) {
    const found = present.get(arn);
    present.delete(arn);
    if (found !== undefined) yield* update(deployment, found, binding, specOf(deployment, binding, arn));
  }
  return byKey([...present.values()], ({ spec }) => spec.targetGroupARN ?? "");
}

/** Deletes bindings one by one, each until it is gone: its finalizer takes the targets out first. */
export function* deleteBindings(
  { api, reader }: Deployment,
  bindings: readonly TargetGroupBinding[],
): Task<void> {
  for (const { metadata } of bindings) {
    api.delete(TARGET_GROUP_BINDING, metadata.namespace, metadata.name);
    const gone = () => reader.find(TARGET_GROUP_BINDING, metadata.namespace, metadata.name) === undefined;
    if (!(yield* poll(POLL_MS, TIMEOUT_MS, gone))) {
      throw new Error(`failed to wait targetGroupBinding deletion: ${TIMED_OUT}`);
    }
  }
}

function create(deployment: Deployment, binding: BindingResource, arn: string): void {
  deployment.api.create({
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: {
      namespace: binding.namespace,
      name: binding.name,
      labels: { ...deployment.tagged.tracking.stackLabels(deployment.stack.id) },
      ...defined({ annotations: binding.annotations }),
    },
    spec: specOf(deployment, binding, arn),
  });
}

/** Writes what differs; the checkpoint goes with it, so that the binding is reconciled in full. */
function* update(
  deployment: Deployment,
  found: TargetGroupBinding,
  { annotations: wanted = {} }: BindingResource,
  spec: BindingSpec,
): Task<void> {
  const { api, reader, stack, tagged } = deployment;
  const wantedLabels = tagged.tracking.stackLabels(stack.id);
  const { namespace, name, labels = {}, annotations = {} } = found.metadata;
  const present = Object.fromEntries(Object.entries(annotations).filter(([key]) => !isCheckpoint(key)));
  const same =
    isDeepStrictEqual(found.spec, spec) &&
    isDeepStrictEqual(labels, wantedLabels) &&
    isDeepStrictEqual(present, wanted);
  if (same) return;
  const patch = mergePatch(
    { metadata: { labels, annotations }, spec: found.spec },
    { metadata: { labels: wantedLabels, annotations: wanted }, spec },
  );
  const { generation } = api.patch(TARGET_GROUP_BINDING, namespace, name, patch ?? {}).metadata;
  const observed = () =>
    (reader.get(TARGET_GROUP_BINDING, namespace, name).status?.observedGeneration ?? 0) >= generation;
  if (!(yield* poll(POLL_MS, TIMEOUT_MS, observed))) throw new Error(TIMED_OUT);
}

function specOf(deployment: Deployment, binding: BindingResource, arn: string): BindingSpec {
  const { networking } = binding;
  return {
    targetGroupARN: arn,
    targetType: binding.targetType,
    targetGroupProtocol: binding.targetGroupProtocol,
    serviceRef: binding.serviceRef,
    ...(networking !== undefined && {
      networking: {
        ingress: networking.rules.map((ports) => ({
          from: [{ securityGroup: { groupID: deployment.resolve(networking.source) } }],
          ports: ports.map(({ protocol, port }) => ({ protocol, ...defined({ port }) })),
        })),
      },
    }),
    ...defined({ nodeSelector: binding.nodeSelector }),
    ipAddressType: binding.ipAddressType,
    vpcID: binding.vpcId,
    ...(binding.multiCluster && { multiClusterTargetGroup: true }),
  };
}
