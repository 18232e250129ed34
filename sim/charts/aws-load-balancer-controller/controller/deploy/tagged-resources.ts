import type { Listener, LoadBalancer, Rule, TargetGroup } from "../../../../aws/elbv2/shapes.ts";
import { tagMap } from "../../../../aws/tags.ts";
import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../aws/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";
import type { ControllerConfig } from "../config.ts";
import type { GroupId } from "../ingress/group.ts";
import type { Tags } from "../model.ts";
import { changedTags } from "./tags.ts";
import { legacyStackTags, legacyTagKeys, stackTags } from "./tracking.ts";

/** A load balancer with its tags. */
export interface TaggedLoadBalancer {
  readonly loadBalancer: LoadBalancer;
  readonly tags: Tags;
}

/** A target group with its tags. */
export interface TaggedTargetGroup {
  readonly targetGroup: TargetGroup;
  readonly tags: Tags;
}

/** Finds load balancers for those who build. */
export interface LoadBalancerFinder {
  /** Load balancers of the controller's VPC with a stack's tags. */
  ofStack(stack: GroupId): readonly TaggedLoadBalancer[];
}

const CACHE_MS = 1_200_000;
/** ARNs per DescribeTags: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const CHUNK_SIZE = 20;

/**
 * Finds and tags ELBv2 objects; tags that were read are kept for twenty minutes.
 * Facts: pkg/deploy/elbv2/tagging_manager.go.
 */
export class TaggedResources implements LoadBalancerFinder {
  readonly #aws: Aws;
  readonly #config: ControllerConfig;
  readonly #cache: ExpiringCache<Tags>;

  constructor(aws: Aws, config: ControllerConfig, clock: Clock) {
    this.#aws = aws;
    this.#config = config;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  ofStack(stack: GroupId): readonly TaggedLoadBalancer[] {
    return this.loadBalancers([stackTags(this.#config.clusterName, stack)]);
  }

  /** With the tags of any of the sets. */
  loadBalancers(tagSets: readonly Tags[]): readonly TaggedLoadBalancer[] {
    const { LoadBalancers } = this.#aws.call("elasticloadbalancing", "DescribeLoadBalancers", {});
    const inVpc = LoadBalancers.filter(({ VpcId }) => VpcId === this.#config.vpcId);
    const tags = this.#tagsOf(inVpc.map(({ LoadBalancerArn }) => LoadBalancerArn));
    return inVpc
      .map((loadBalancer) => ({ loadBalancer, tags: tags.get(loadBalancer.LoadBalancerArn) ?? {} }))
      .filter((found) => tagSets.some((set) => hasTags(found.tags, set)));
  }

  targetGroups(tagSets: readonly Tags[]): readonly TaggedTargetGroup[] {
    const { TargetGroups } = this.#aws.call("elasticloadbalancing", "DescribeTargetGroups", {});
    const inVpc = TargetGroups.filter(({ VpcId }) => VpcId === this.#config.vpcId);
    const tags = this.#tagsOf(inVpc.map(({ TargetGroupArn }) => TargetGroupArn));
    return inVpc
      .map((targetGroup) => ({ targetGroup, tags: tags.get(targetGroup.TargetGroupArn) ?? {} }))
      .filter((found) => tagSets.some((set) => hasTags(found.tags, set)));
  }

  listeners(loadBalancerArn: string): readonly { readonly listener: Listener; readonly tags: Tags }[] {
    const { Listeners } = this.#aws.call("elasticloadbalancing", "DescribeListeners", {
      LoadBalancerArn: loadBalancerArn,
    });
    const tags = this.#tagsOf(Listeners.map(({ ListenerArn }) => ListenerArn));
    return Listeners.map((listener) => ({ listener, tags: tags.get(listener.ListenerArn) ?? {} }));
  }

  /** Without the default rule. */
  rules(listenerArn: string): readonly { readonly rule: Rule; readonly tags: Tags }[] {
    const { Rules } = this.#aws.call("elasticloadbalancing", "DescribeRules", { ListenerArn: listenerArn });
    const tags = this.#tagsOf(Rules.map(({ RuleArn }) => RuleArn));
    return Rules.filter(({ IsDefault }) => !IsDefault).map((rule) => ({
      rule,
      tags: tags.get(rule.RuleArn) ?? {},
    }));
  }

  /** Both sets of tags by which a stack's objects are found. */
  stackTagSets(stack: GroupId): readonly Tags[] {
    const { clusterName } = this.#config;
    return [stackTags(clusterName, stack), legacyStackTags(clusterName, stack)];
  }

  /** Brings an object's tags to what is wanted. */
  reconcile(arn: string, desired: Tags, current: Tags): void {
    const ignored = [...legacyTagKeys(this.#config.clusterName), ...this.#config.externalManagedTags];
    const { toSet, toRemove } = changedTags(desired, current, ignored);
    if (toSet.length > 0) {
      this.#aws.call("elasticloadbalancing", "AddTags", { ResourceArns: [arn], Tags: toSet });
      this.#cache.delete(arn);
    }
    if (toRemove.length > 0) {
      this.#aws.call("elasticloadbalancing", "RemoveTags", {
        ResourceArns: [arn],
        TagKeys: toRemove.map(({ Key }) => Key),
      });
      this.#cache.delete(arn);
    }
  }

  #tagsOf(arns: readonly string[]): ReadonlyMap<string, Tags> {
    const tags = new Map<string, Tags>();
    const unknown: string[] = [];
    for (const arn of arns) {
      const cached = this.#cache.get(arn);
      if (cached === undefined) unknown.push(arn);
      else tags.set(arn, cached);
    }
    for (let start = 0; start < unknown.length; start += CHUNK_SIZE) {
      const { TagDescriptions } = this.#aws.call("elasticloadbalancing", "DescribeTags", {
        ResourceArns: unknown.slice(start, start + CHUNK_SIZE),
      });
      for (const { ResourceArn, Tags: described } of TagDescriptions) {
        const found = tagMap(described);
        this.#cache.set(ResourceArn, found);
        tags.set(ResourceArn, found);
      }
    }
    return tags;
  }
}

function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
