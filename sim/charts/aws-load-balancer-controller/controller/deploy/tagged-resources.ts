import type { Listener, LoadBalancer, Rule, TargetGroup } from "../../../../aws/elbv2/shapes.ts";
import { tagMap } from "../../../../aws/tags.ts";
import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";
import type { ControllerConfig } from "../config.ts";
import type { StackId, Tags } from "../model.ts";
import { changedTags } from "./tags.ts";
import { legacyTagKeys, Tracking, type TrackingPrefix } from "./tracking.ts";

/** An object of AWS with its tags. */
export interface Tagged<T> {
  readonly object: T;
  readonly tags: Tags;
}

/** Finds load balancers for those who build. */
export interface LoadBalancerFinder {
  /** Load balancers of the controller's VPC with a stack's tags. */
  ofStack(stack: StackId): readonly Tagged<LoadBalancer>[];
}

const CACHE_MS = 1_200_000;
/** ARNs per DescribeTags: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const CHUNK_SIZE = 20;

/**
 * Finds and tags ELBv2 objects; tags that were read are kept for twenty minutes.
 * Facts: pkg/deploy/elbv2/tagging_manager.go.
 */
export class TaggedResources implements LoadBalancerFinder {
  readonly tracking: Tracking;
  readonly #aws: Aws;
  readonly #config: ControllerConfig;
  readonly #cache: ExpiringCache<Tags>;

  /** @param prefix of the tags of the stacks that it is for. */
  constructor(aws: Aws, config: ControllerConfig, clock: Clock, prefix: TrackingPrefix) {
    this.tracking = new Tracking(prefix, config.clusterName);
    this.#aws = aws;
    this.#config = config;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  ofStack(stack: StackId): readonly Tagged<LoadBalancer>[] {
    return this.loadBalancers([this.tracking.stackTags(stack)]);
  }

  /** With the tags of any of the sets. */
  loadBalancers(tagSets: readonly Tags[]): readonly Tagged<LoadBalancer>[] {
    const { LoadBalancers } = this.#aws.call("elasticloadbalancing", "DescribeLoadBalancers", {});
    return this.#inVpc(LoadBalancers, ({ LoadBalancerArn }) => LoadBalancerArn, tagSets);
  }

  targetGroups(tagSets: readonly Tags[]): readonly Tagged<TargetGroup>[] {
    const { TargetGroups } = this.#aws.call("elasticloadbalancing", "DescribeTargetGroups", {});
    return this.#inVpc(TargetGroups, ({ TargetGroupArn }) => TargetGroupArn, tagSets);
  }

  listeners(LoadBalancerArn: string): readonly Tagged<Listener>[] {
    const { Listeners } = this.#aws.call("elasticloadbalancing", "DescribeListeners", { LoadBalancerArn });
    return this.#withTags(Listeners, (listener) => listener.ListenerArn);
  }

  /** Without the default rule. */
  rules(ListenerArn: string): readonly Tagged<Rule>[] {
    const { Rules } = this.#aws.call("elasticloadbalancing", "DescribeRules", { ListenerArn });
    return this.#withTags(Rules, (rule) => rule.RuleArn).filter(({ object }) => !object.IsDefault);
  }

  /** Both sets of tags by which a stack's objects are found. */
  stackTagSets(stack: StackId): readonly Tags[] {
    return this.tracking.stackTagSets(stack);
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

  #inVpc<T extends { readonly VpcId?: string }>(
    objects: readonly T[],
    arnOf: (object: T) => string,
    tagSets: readonly Tags[],
  ): readonly Tagged<T>[] {
    const inVpc = objects.filter(({ VpcId }) => VpcId === this.#config.vpcId);
    return this.#withTags(inVpc, arnOf).filter(({ tags }) => tagSets.some((set) => hasTags(tags, set)));
  }

  #withTags<T>(objects: readonly T[], arnOf: (object: T) => string): readonly Tagged<T>[] {
    const tags = this.#cache.getAll(objects.map(arnOf), (arns) => this.#describeTags(arns));
    return objects.map((object) => ({ object, tags: tags.get(arnOf(object)) ?? {} }));
  }

  #describeTags(arns: readonly string[]): ReadonlyMap<string, Tags> {
    const tags = new Map<string, Tags>();
    for (let start = 0; start < arns.length; start += CHUNK_SIZE) {
      const { TagDescriptions } = this.#aws.call("elasticloadbalancing", "DescribeTags", {
        ResourceArns: arns.slice(start, start + CHUNK_SIZE),
      });
      for (const { ResourceArn, Tags: described } of TagDescriptions)
        tags.set(ResourceArn, tagMap(described));
    }
    return tags;
  }
}

function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
