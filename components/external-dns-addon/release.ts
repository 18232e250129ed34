import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { webIdentity } from "../shared/identity/web-identity.ts";
import { EXTERNAL_DNS_CHART_VERSION } from "./args.ts";
import type { ResolvedExternalDnsAddonArgs } from "./resolve.ts";

/** Namespace of the pod, its service account and the Helm release. */
export const EXTERNAL_DNS_NAMESPACE = "kube-system";

/** Name of the service account, of the Helm release, and of all that the chart makes. */
export const EXTERNAL_DNS = "external-dns";

/**
 * In the names of TXT records in place of the asterisk of a wildcard, which Route 53 would take for one there too. No host
 * can have it: they have no underscores.
 */
const WILDCARD = "_any";

/** The Helm release. Pulumi waits until the pod is ready: then it has its credentials, and looks at the zones. */
export function createExternalDnsRelease(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedExternalDnsAddonArgs,
  needs: {
    readonly roleArn: pulumi.Output<string>;
    readonly zoneIds: pulumi.Output<string[]>;
    readonly dependsOn: pulumi.Resource[];
  },
): kubernetes.helm.v3.Release {
  return createChild(kubernetes.helm.v3.Release, `${name}-release`, {
    args: {
      name: EXTERNAL_DNS,
      namespace: EXTERNAL_DNS_NAMESPACE,
      chart: "external-dns",
      version: EXTERNAL_DNS_CHART_VERSION,
      repositoryOpts: { repo: "https://kubernetes-sigs.github.io/external-dns/" },
      // They are those of sources that this component does not offer.
      skipCrds: true,
      values: { ...chartValues(args, needs.zoneIds), ...podValues(args, needs.roleArn) },
    },
    opts: { parent, dependsOn: needs.dependsOn },
    transform: args.transform.release,
  });
}

function chartValues(
  { policy, sources, txtOwnerId, txtPrefix, domainFilters, annotationPrefix }: ResolvedExternalDnsAddonArgs,
  zoneIds: pulumi.Output<string[]>,
): Record<string, unknown> {
  return {
    provider: { name: "aws" },
    sources: [...sources],
    // Stated all three: the defaults of releases differ, or there are none.
    policy,
    registry: "txt",
    annotationPrefix,
    txtOwnerId,
    ...defined({ txtPrefix }),
    domainFilters: [...domainFilters],
    interval: "1m",
    triggerLoopOnEvent: true,
    logFormat: "json",
    extraArgs: {
      // Without it a zone is not looked at where the domains of the filter are below it.
      "aws-zone-match-parent": true,
      "txt-wildcard-replacement": WILDCARD,
      // Its role may not read other zones, also not those of the same name: one refusal would end every round.
      "zone-id-filter": zoneIds,
    },
  };
}

function podValues(
  { identity, region, tolerations }: ResolvedExternalDnsAddonArgs,
  roleArn: pulumi.Output<string>,
): Record<string, unknown> {
  const { env, ...volumes } = identity.type === "irsa" ? credentialValues(roleArn) : { env: {} };
  const variables: Record<string, pulumi.Input<string>> = { AWS_DEFAULT_REGION: region, ...env };
  return {
    serviceAccount: { create: false, name: EXTERNAL_DNS },
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    ...volumes,
    resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { memory: "300Mi" } },
    ...defined({ tolerations: tolerations.length > 0 ? tolerations.map((one) => ({ ...one })) : undefined }),
  };
}

function credentialValues(roleArn: pulumi.Output<string>) {
  const { env, volume, volumeMount } = webIdentity(roleArn);
  return { env, extraVolumes: [volume], extraVolumeMounts: [volumeMount] };
}
