import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { zoneIdOf } from "../shared/hosted-zone.ts";
import { createServiceAccount } from "../shared/identity/service-account.ts";
import {
  createServiceAccountRole,
  type ServiceAccountRole,
} from "../shared/identity/service-account-role.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { ExternalDnsAddonArgs, ExternalDnsAddonNodes } from "./args.ts";
import { externalDnsAddonProblems } from "./check.ts";
import { externalDnsPolicy } from "./policy.ts";
import { createExternalDnsRelease, EXTERNAL_DNS, EXTERNAL_DNS_NAMESPACE } from "./release.ts";
import { resolveExternalDnsAddonArgs, type ResolvedExternalDnsAddonArgs } from "./resolve.ts";

/**
 * ExternalDNS on one cluster: it makes records in Route 53 for the names that Ingresses and Services of the cluster ask for,
 * and a TXT record beside each that says whose it is. What it may change are the records of the given zones, of the domains
 * of its filter, and no others.
 *
 * A name of a load balancer that several clusters share has one owner: one ExternalDNS, or {@link DnsNames}, never both. Where
 * two ask for a name, the first has it and the second says nothing.
 *
 * Give it the cluster's Kubernetes provider. Let what has names depend on it: then it is there before them, and with policy
 * `sync` has a while to take their records away after them.
 *
 * @example
 * new ExternalDnsAddon("myeks-external-dns", {
 *   clusterName: cluster.clusterName,
 *   region: "ap-northeast-2",
 *   identity: { type: "irsa", oidcIssuer: cluster.oidcIssuer, oidcProviderArn: cluster.oidcProviderArn },
 *   zones: [{ name: "example.com" }],
 *   podsDependOn: cluster.ready,
 * }, { providers: [cluster.provider] });
 */
export class ExternalDnsAddon extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;
  /** Whose the records are, as their TXT records say. */
  readonly txtOwnerId: pulumi.Output<string>;
  /** Version of the installed Helm chart. */
  readonly chartVersion: pulumi.Output<string>;
  /** What Ingresses and Services with names must depend on. */
  readonly ready: pulumi.Resource;
  readonly nodes: ExternalDnsAddonNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: ExternalDnsAddonArgs): readonly ProblemOf<ExternalDnsAddonArgs>[] {
    return externalDnsAddonProblems(name, resolveExternalDnsAddonArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: ExternalDnsAddonArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveExternalDnsAddonArgs(args);
    refuseProblems("ExternalDnsAddon", name, externalDnsAddonProblems(name, resolved));
    super(componentType("ExternalDnsAddon"), name, {}, opts);

    const zoneIds = pulumi.output(resolved.zones.map((zone) => zoneIdOf(this, zone)));
    const { role, inlinePolicies, podIdentityAssociation, granted } = createRole(
      this,
      name,
      resolved,
      zoneIds,
    );
    const serviceAccount = createServiceAccount(this, name, {
      identity: resolved.identity,
      roleArn: role.arn,
      namespace: EXTERNAL_DNS_NAMESPACE,
      serviceAccount: EXTERNAL_DNS,
      transform: resolved.transform.serviceAccount,
    });
    const release = createExternalDnsRelease(this, name, resolved, {
      roleArn: role.arn,
      zoneIds,
      dependsOn: [...granted, serviceAccount, ...resolved.podsDependOn],
    });

    this.nodes = { role, inlinePolicies, podIdentityAssociation, serviceAccount, release };
    this.roleArn = role.arn;
    this.txtOwnerId = pulumi.output(resolved.txtOwnerId);
    this.chartVersion = release.version;
    this.ready = release;
    this.registerOutputs({
      roleArn: this.roleArn,
      txtOwnerId: this.txtOwnerId,
      chartVersion: this.chartVersion,
    });
  }
}

function createRole(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedExternalDnsAddonArgs,
  zoneIds: pulumi.Output<string[]>,
): ServiceAccountRole {
  const policy = zoneIds.apply((ids) => JSON.stringify(externalDnsPolicy({ ...args, zoneIds: ids })));
  return createServiceAccountRole(parent, name, {
    identity: args.identity,
    clusterName: args.clusterName,
    namespace: EXTERNAL_DNS_NAMESPACE,
    serviceAccount: EXTERNAL_DNS,
    trusted: "ExternalDns",
    description: pulumi.interpolate`ExternalDNS of cluster ${args.clusterName}`,
    policyArns: [],
    inlinePolicies: { zones: policy },
    tags: args.tags,
    transform: args.transform,
  });
}
