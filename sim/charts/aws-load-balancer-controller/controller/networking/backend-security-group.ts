import { tagMap } from "../../../../aws/tags.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { hasCode } from "../../../aws-sdk-go/errors.ts";
import { retry } from "../aws/retry.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeObject } from "../../../../kubernetes/types.ts";
import { namespacedName } from "../kubernetes/objects.ts";
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
 * deletes when no Ingress, Service or Gateway needs it any more. Facts: pkg/networking/backend_sg_provider.go.
 */
export class BackendSecurityGroup {
  readonly #aws: Aws;
  readonly #holders: () => readonly KubeObject[];
  readonly #config: ControllerConfig;
  /** The group of this process's own making or finding; after a restart it is not known until it is needed. */
  #generatedId: string | undefined;
  /** Whether each Ingress, Service and Gateway seen by this process needs the group. */
  readonly #neededBy = new Map<string, boolean>();

  /** @param holders everything with a finalizer of the controller that a load balancer is made for. */
  constructor(aws: Aws, config: ControllerConfig, holders: () => readonly KubeObject[]) {
    this.#aws = aws;
    this.#holders = holders;
    this.#config = config;
  }

  /** The group's id, for those that need it. */
  get(users: readonly KubeObject[]): string {
    const { backendSecurityGroup } = this.#config;
    if (backendSecurityGroup !== "") return backendSecurityGroup;
    for (const user of users) this.#neededBy.set(keyOf(user), true);
    this.#generatedId ??= this.#findOrCreate();
    return this.#generatedId;
  }

  /** Takes note of those that do not need the group any more, and deletes it with the last one. */
  *release(formerUsers: readonly KubeObject[]): Task<void> {
    if (this.#config.backendSecurityGroup !== "") return;
    const keys = formerUsers.map(keyOf);
    for (const key of keys) this.#neededBy.set(key, false);
    try {
      if (!this.#isNeeded()) yield* this.#delete();
    } finally {
      for (const key of keys) if (this.#neededBy.get(key) === false) this.#neededBy.delete(key);
    }
  }

  /** One with the controller's finalizer that this process has not looked at yet may need it, too. */
  #isNeeded(): boolean {
    if ([...this.#neededBy.values()].includes(true)) return true;
    return this.#holders().some((holder) => !this.#neededBy.has(keyOf(holder)));
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

function keyOf(user: KubeObject): string {
  return `${user.kind} ${namespacedName(user)}`;
}
