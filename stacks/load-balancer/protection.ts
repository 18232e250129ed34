/** The web ACL of the shared load balancer, for stacks that own it. */
import { EdgeProtection, type EdgeProtectionArgs } from "../../components/index.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";

export function protectionArgs({ protection, tags }: OwnerConfig): EdgeProtectionArgs {
  return { ...protection, tags };
}

/** Undefined where none is wanted. */
export function createProtection(config: OwnerConfig): EdgeProtection | undefined {
  if (!wants(config, "protection")) return undefined;
  return new EdgeProtection(componentNames(config.clusterName).protection, protectionArgs(config));
}

/** The configuration with the web ACL as that of the load balancer. */
export function withProtection<Config extends OwnerConfig>(
  config: Config,
  protection: EdgeProtection | undefined,
): Config {
  if (protection === undefined) return config;
  return { ...config, ingress: { ...config.ingress, webAclArn: protection.webAclArn } };
}
