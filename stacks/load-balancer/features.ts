/**
 * What an owner's stack makes for its load balancer, whoever makes that one: the certificate, logs and the web ACL before it,
 * names after its routes.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { OwnerConfig } from "../config/stack-config.ts";
import { createCertificate, withCertificate } from "./certificate.ts";
import { createDnsNames } from "./dns-names.ts";
import { createLogs, withLogs } from "./logs.ts";
import { createProtection, withProtection } from "./protection.ts";

export interface Features<Config> {
  readonly served: Config;
  readonly made: readonly pulumi.Resource[];
  /** Under which the web ACL has its metrics. */
  readonly webAclMetric: pulumi.Output<string> | undefined;
}

/** @returns the configuration as if all that was made had been given, and what was made. */
export function createFeatures<Config extends OwnerConfig>(config: Config): Features<Config> {
  const certificate = createCertificate(config);
  const logs = createLogs(config);
  const protection = createProtection(config);
  return {
    served: withCertificate(withLogs(withProtection(config, protection), logs), certificate?.certificateArn),
    made: present([certificate, logs, protection]),
    webAclMetric: protection?.metricName,
  };
}

/** @param routes what makes the routes. */
export function createFeaturesOfRoutes(
  config: OwnerConfig,
  routes: pulumi.Resource & { readonly loadBalancerArn: pulumi.Input<string> },
): readonly pulumi.Resource[] {
  return present([createDnsNames(config, routes)]);
}

function present<Made>(all: readonly (Made | undefined)[]): Made[] {
  return all.filter((one) => one !== undefined);
}
