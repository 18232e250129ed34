/** The certificate that an owner's stack makes for its load balancer. */
import type * as pulumi from "@pulumi/pulumi";
import { Certificate, type CertificateArgs } from "../../components/index.ts";
import { hostsOf } from "../apps/hosts.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";

/** Names of the certificate: the hosts of the routes, where the key has no others. */
export function certificateNamesOf(config: Pick<OwnerConfig, "apps" | "certificate">): readonly string[] {
  return config.certificate.names ?? hostsOf(config);
}

export function certificateArgs(config: OwnerConfig): CertificateArgs {
  const { certificate, tags } = config;
  return { ...certificate, names: certificateNamesOf(config), zone: certificate.zone ?? ({} as never), tags };
}

export function createCertificate(config: OwnerConfig): Certificate | undefined {
  if (!wants(config, "certificate")) return undefined;
  return new Certificate(componentNames(config.clusterName).certificate, certificateArgs(config));
}

/** The configuration with the certificate among those of the load balancer, after those that are given. */
export function withCertificate<Config extends OwnerConfig>(
  config: Config,
  certificateArn: pulumi.Input<string> | undefined,
): Config {
  if (certificateArn === undefined) return config;
  const { ingress } = config;
  const certificateArns = [...(ingress.tls?.certificateArns ?? []), certificateArn];
  return { ...config, ingress: { ...ingress, tls: { ...ingress.tls, certificateArns } } };
}
