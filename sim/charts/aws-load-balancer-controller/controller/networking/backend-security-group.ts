import { tagMap } from "../../../../aws/tags.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { retry } from "../aws/retry.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { INGRESS, namespacedName, type Ingress } from "../kubernetes/objects.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import { backendSecurityGroupName } from "../names.ts";
import { CLUSTER_TAG } from "../deploy/tracking.ts";
import { reconcileEc2Tags, sortedTags } from "../deploy/tags.ts";
import { labelledTask } from "../labelled.ts";

const RESOURCE_TAG = "elbv2.k8s.aws/resource";
const DELETION = { intervalMs: 2000, timeoutMs: 120_000 };

/**
 * The security group that all load balancers of the cluster carry besides their own, and that the rules on the
 * targets' security groups name as source: a given one, or one that the controller makes when it first needs it and
 * deletes when no Ingress needs it any more. Facts: pkg/networking/backend_sg_provider.go.
 */
export class BackendSecurityGroup {
  readonly #aws: Aws;
  readonly #reader: KubeReader;
  readonly #config: ControllerConfig;
  /** The group of this process's own making or finding; after a restart it is not known until it is needed. */
  #generatedId: string | undefined;
  /** Whether each Ingress seen by this process needs the group. */
  readonly #neededBy = new Map<string, boolean>();

  constructor(aws: Aws, reader: KubeReader, config: ControllerConfig) {
    this.#aws = aws;
    this.#reader = reader;
    this.#config = config;
  }

  /** The group's id, for Ingresses that need it. */
  get(users: readonly Ingress[]): string {
    const { backendSecurityGroup } = this.#config;
    if (backendSecurityGroup !== "") return backendSecurityGroup;
    for (const ingress of users) this.#neededBy.set(namespacedName(ingress), true);
    this.#generatedId ??= this.#findOrCreate();
    return this.#generatedId;
  }

  /** Takes note that Ingresses do not need the group any more, and deletes it with the last one. */
  *release(formerUsers: readonly Ingress[]): Task<void> {
    if (this.#config.backendSecurityGroup !== "") return;
    const keys = formerUsers.map(namespacedName);
    for (const key of keys) this.#neededBy.set(key, false);
    try {
      if (!this.#isNeeded()) yield* this.#delete();
    } finally {
      for (const key of keys) if (this.#neededBy.get(key) === false) this.#neededBy.delete(key);
    }
  }

  /** An Ingress with the controller's finalizer that this process has not looked at yet may need it, too. */
  #isNeeded(): boolean {
    if ([...this.#neededBy.values()].includes(true)) return true;
    return this.#reader
      .list(INGRESS)
      .some((ingress) => hasGroupFinalizer(ingress) && !this.#neededBy.has(namespacedName(ingress)));
  }

  *#delete(): Task<void> {
    const id = this.#generatedId;
    if (id === undefined) return;
    yield* labelledTask(
      "failed to delete securityGroup",
      retry({ ...DELETION, retryable: (error) => hasCode(error, "DependencyViolation") }, () =>
        this.#aws.call("ec2", "DeleteSecurityGroup", { GroupId: id }),
      ),
    );
    this.#generatedId = undefined;
  }

  #findOrCreate(): string {
    const { clusterName, vpcId } = this.#config;
    const { SecurityGroups } = this.#aws.call("ec2", "DescribeSecurityGroups", {
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: `tag:${CLUSTER_TAG}`, Values: [clusterName] },
        { Name: `tag:${RESOURCE_TAG}`, Values: ["backend-sg"] },
      ],
    });
    const [present] = SecurityGroups;
    if (present !== undefined) {
      const desired = { ...this.#config.defaultTags, ...this.#ownTags() };
      reconcileEc2Tags(this.#aws, present.GroupId, {
        desired,
        current: tagMap(present.Tags),
        ignoredKeys: [],
      });
      return present.GroupId;
    }
    const created = this.#aws.call("ec2", "CreateSecurityGroup", {
      VpcId: vpcId,
      GroupName: backendSecurityGroupName(clusterName),
      Description: "[k8s] Shared Backend SecurityGroup for LoadBalancer",
      TagSpecifications: [
        {
          ResourceType: "security-group",
          Tags: [...sortedTags(this.#config.defaultTags), ...sortedTags(this.#ownTags())],
        },
      ],
    });
    return created.GroupId;
  }

  #ownTags(): Record<string, string> {
    return { [CLUSTER_TAG]: this.#config.clusterName, [RESOURCE_TAG]: "backend-sg" };
  }
}

function hasGroupFinalizer(ingress: Ingress): boolean {
  return (ingress.metadata.finalizers ?? []).some(
    (finalizer) =>
      finalizer === "ingress.k8s.aws/resources" || finalizer.startsWith("group.ingress.k8s.aws/"),
  );
}
