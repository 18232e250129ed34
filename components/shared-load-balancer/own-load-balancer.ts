import type * as pulumi from "@pulumi/pulumi";
import type { SharedLoadBalancerNodes } from "./args.ts";
import { createWebAclAssociation } from "../shared/load-balancer/web-acl.ts";
import { createListeners, type Listeners } from "./listeners.ts";
import { createLoadBalancer, createSecurityGroup } from "./load-balancer.ts";
import { childNames } from "./names.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";
import { createRules, type Needs } from "./rules.ts";

/** How far apart rules stand on listeners of one's own. */
const RANGE = { above: 0, step: 100 };

/** What is made, or found, and where clients go. */
export interface LoadBalancerSide {
  readonly nodes: Omit<SharedLoadBalancerNodes, "targetGroups">;
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  readonly securityGroupIds: pulumi.Input<string[]>;
}

/** Security group, load balancer, listeners and rules. */
export function createOwnLoadBalancer(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  needs: Needs,
): LoadBalancerSide {
  const securityGroup = createSecurityGroup(parent, name, args);
  const loadBalancer = createLoadBalancer(parent, name, args, { securityGroup, ...needs });
  const listeners = createListeners(parent, name, args, { loadBalancer, ...needs });
  const rules = listenersWithRules(name, args, listeners).flatMap((listener) =>
    createRules(parent, listener, args, needs),
  );
  const webAclAssociation = createWebAclAssociation(parent, name, args, loadBalancer.arn);
  return {
    nodes: {
      securityGroup,
      loadBalancer,
      httpListener: listeners.http,
      httpsListener: listeners.https,
      certificates: listeners.certificates,
      rules,
      webAclAssociation,
    },
    loadBalancerArn: loadBalancer.arn,
    dnsName: loadBalancer.dnsName,
    zoneId: loadBalancer.zoneId,
    securityGroupIds: [args.backendSecurityGroupId!] as pulumi.Input<string[]>,
  };
}

function listenersWithRules(
  name: string,
  { tls }: ResolvedSharedLoadBalancerArgs,
  { http, https }: Listeners,
) {
  const all = [
    https && { name: childNames(name).httpsListener, arn: https.arn, range: RANGE },
    tls?.redirectHttp ? undefined : { name: childNames(name).httpListener, arn: http.arn, range: RANGE },
  ];
  return all.filter((listener) => listener !== undefined);
}
