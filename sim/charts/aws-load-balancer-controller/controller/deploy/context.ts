import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { Aws } from "../aws/client.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import type { Reference, Stack, Tags } from "../model.ts";
import type { SecurityGroupRules } from "../networking/security-group-rules.ts";
import type { ShieldSubscription } from "./shield.ts";
import type { WebAcls } from "./web-acl.ts";
import type { TaggedResources } from "./tagged-resources.ts";
import { resourceTags } from "./tracking.ts";

/** What deploying needs of the controller. */
export interface DeploySources {
  readonly aws: Aws;
  readonly api: KubernetesApi;
  readonly reader: KubeReader;
  readonly config: ControllerConfig;
  readonly tagged: TaggedResources;
  readonly securityGroupRules: SecurityGroupRules;
  /** Absent with `--enable-shield=false`. */
  readonly shield: ShieldSubscription | undefined;
  /** Absent with `--enable-wafv2=false`. */
  readonly webAcls: WebAcls | undefined;
  /** Removes rules that no binding needs any more, when a security group cannot be deleted because of them. */
  readonly collectUnusedRules: () => void;
}

/** One deployment: the stack, and what was made or found of it so far. */
export class Deployment implements Omit<DeploySources, "shield" | "webAcls"> {
  readonly aws: Aws;
  readonly api: KubernetesApi;
  readonly reader: KubeReader;
  readonly config: ControllerConfig;
  readonly tagged: TaggedResources;
  readonly securityGroupRules: SecurityGroupRules;
  readonly collectUnusedRules: () => void;
  readonly stack: Stack;
  /** Ids and ARNs of security groups and target groups by resource id. */
  readonly #ids = new Map<string, string>();
  /** ARNs of listeners by port. */
  readonly listenerArns = new Map<number, string>();
  loadBalancer?: { readonly arn: string; readonly dnsName: string };

  constructor(sources: DeploySources, stack: Stack) {
    this.aws = sources.aws;
    this.api = sources.api;
    this.reader = sources.reader;
    this.config = sources.config;
    this.tagged = sources.tagged;
    this.securityGroupRules = sources.securityGroupRules;
    this.collectUnusedRules = sources.collectUnusedRules;
    this.stack = stack;
  }

  made(resourceId: string, id: string): void {
    this.#ids.set(resourceId, id);
  }

  resolve(reference: Reference): string {
    if ("id" in reference) return reference.id;
    const id = this.#ids.get(reference.resource);
    if (id === undefined) throw new Error(`resource is not there yet: ${reference.resource}`);
    return id;
  }

  tagsOf(resourceId: string, own: Tags): Tags {
    return resourceTags(this.config.clusterName, this.stack.id, resourceId, own);
  }
}
