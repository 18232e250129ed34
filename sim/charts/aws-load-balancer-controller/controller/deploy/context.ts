import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import type { Reference, Stack, Tags } from "../model.ts";
import type { SecurityGroupRules } from "../networking/security-group-rules.ts";
import type { ShieldSubscription } from "./shield.ts";
import type { WebAcls } from "./web-acl.ts";
import type { TaggedResources } from "./tagged-resources.ts";

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
export interface Deployment extends DeploySources {
  readonly stack: Stack;
  /** ARNs of listeners by port. */
  readonly listenerArns: Map<number, string>;
  loadBalancer?: { readonly arn: string; readonly dnsName: string; readonly state: string };
  /** Notes the id or ARN of a security group or target group. */
  made(resourceId: string, id: string): void;
  resolve(reference: Reference): string;
  tagsOf(resourceId: string, own: Tags): Tags;
}

/** The beginning of a deployment. */
export function beginDeployment(sources: DeploySources, stack: Stack): Deployment {
  const ids = new Map<string, string>();
  return {
    ...sources,
    stack,
    listenerArns: new Map(),
    made: (resourceId, id) => void ids.set(resourceId, id),
    resolve: (reference) => {
      if ("id" in reference) return reference.id;
      const id = ids.get(reference.resource);
      if (id === undefined) throw new Error(`resource is not there yet: ${reference.resource}`);
      return id;
    },
    tagsOf: (resourceId, own) => sources.tagged.tracking.resourceTags(stack.id, resourceId, own),
  };
}
