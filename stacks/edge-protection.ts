/** The web ACL of the shared load balancer, for stacks that own it. */
import type * as pulumi from "@pulumi/pulumi";
import { EdgeProtection, type EdgeProtectionArgs } from "../components/index.ts";
import type { OwnerConfig } from "./config/stack-config.ts";
import { componentNames } from "./names.ts";

/** Whether the stack makes a web ACL: any field of the key says so. */
export function wantsProtection({ protection }: Pick<OwnerConfig, "protection">): boolean {
  return Object.keys(protection).length > 0;
}

export function protectionArgs({ protection, tags }: OwnerConfig): EdgeProtectionArgs {
  return { ...protection, tags };
}

/** Undefined where none is wanted. */
export function createProtection(config: OwnerConfig): EdgeProtection | undefined {
  if (!wantsProtection(config)) return undefined;
  return new EdgeProtection(componentNames(config.clusterName).protection, protectionArgs(config));
}

/** What the load balancer takes of it. */
export function protectedBy(protection: EdgeProtection | undefined): {
  readonly webAclArn?: pulumi.Output<string>;
} {
  return protection === undefined ? {} : { webAclArn: protection.webAclArn };
}
