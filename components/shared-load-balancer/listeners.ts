import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SharedTargetGroups } from "../shared-target-groups/index.ts";
import { createChild } from "../shared/child.ts";
import { mutualAuthentication } from "../shared/load-balancer/client-certificates.ts";
import { defaultAction, TO_HTTPS } from "./actions.ts";
import { headerArgs } from "./listener-headers.ts";
import { childNames } from "./names.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

/** Listeners of a load balancer of its own. */
export interface Listeners {
  readonly http: aws.lb.Listener;
  readonly https: aws.lb.Listener | undefined;
  readonly certificates: readonly aws.lb.ListenerCertificate[];
}

/**
 * The listeners. When the load balancer is replaced, its target groups go along: one belongs to one load balancer, and AWS
 * refuses it to a second ("cannot be associated with more than one load balancer"). So every listener, and with it its rules,
 * is deleted before any is made at the new load balancer. Pulumi deletes first what has an input of what it deletes and needs a
 * new one with it; therefore the HTTP listener has its load balancer from the HTTPS listener, where there is one.
 *
 * https://github.com/hashicorp/terraform-provider-aws/issues/22005
 */
export function createListeners(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  {
    loadBalancer,
    targetGroups,
  }: { readonly loadBalancer: aws.lb.LoadBalancer; readonly targetGroups: SharedTargetGroups },
): Listeners {
  const action = defaultAction(args, targetGroups);
  const https = createHttps(parent, name, args, loadBalancer.arn, action);
  const http = createListener(parent, childNames(name).httpListener, args.transform.httpListener, {
    loadBalancerArn: https?.loadBalancerArn ?? loadBalancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [args.tls?.redirectHttp ? TO_HTTPS : action],
    ...headerArgs(args, "HTTP"),
    tags: args.tags,
  });
  return { http, https, certificates: https ? createCertificates(parent, name, args, https) : [] };
}

function createHttps(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  loadBalancerArn: pulumi.Input<string>,
  action: aws.types.input.lb.ListenerDefaultAction,
): aws.lb.Listener | undefined {
  const { tls, tags, transform } = args;
  if (tls === undefined) return undefined;
  return createListener(parent, childNames(name).httpsListener, transform.httpsListener, {
    loadBalancerArn,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: tls.sslPolicy,
    certificateArn: tls.certificateArns[0]!,
    defaultActions: [action],
    mutualAuthentication: mutualAuthentication(tls.mutual),
    ...headerArgs(args, "HTTPS"),
    tags,
  });
}

function createListener(
  parent: pulumi.Resource,
  name: string,
  transform: ResolvedSharedLoadBalancerArgs["transform"]["httpListener"],
  args: aws.lb.ListenerArgs,
): aws.lb.Listener {
  return createChild(aws.lb.Listener, name, { args, opts: { parent, deleteBeforeReplace: true }, transform });
}

/** The first certificate is the listener's own. */
function createCertificates(
  parent: pulumi.Resource,
  name: string,
  { tls, transform }: ResolvedSharedLoadBalancerArgs,
  listener: aws.lb.Listener,
): aws.lb.ListenerCertificate[] {
  return tls!.certificateArns.slice(1).map((certificateArn, index) =>
    createChild(aws.lb.ListenerCertificate, `${name}-certificate-${certificateKey(certificateArn, index)}`, {
      args: { listenerArn: listener.arn, certificateArn },
      opts: { parent },
      transform: transform.certificate,
    }),
  );
}

/** By its ARN where that is known: in its place another one might be added before this one is taken away. */
function certificateKey(certificateArn: pulumi.Input<string>, index: number): string {
  if (typeof certificateArn !== "string") return String(index + 1);
  return createHash("sha256").update(certificateArn).digest("hex").slice(0, 8);
}
