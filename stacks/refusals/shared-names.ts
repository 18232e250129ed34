import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "../config/config.ts";
import { wants } from "../config/feature-keys.ts";
import type { ConfigProblem } from "../config/issues.ts";
import { otherStacks } from "../config/other-stacks.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { isSameZone, type ConfiguredZone } from "../living/hosted-zones.ts";
import { told } from "../living/told.ts";
import { dnsNamesOf } from "../load-balancer/dns-names.ts";

/**
 * Names that another stack of the project makes in the same zone: AWS would refuse the second of them.
 *
 * @param folder the project's.
 * @throws ConfigError with all of them.
 */
export async function refuseSharedNames(
  config: OwnerConfig,
  folder = pulumi.getRootDirectory() || process.cwd(),
): Promise<void> {
  if (!wants(config, "dns")) return;
  const problems = await told("which names other stacks make in the same zone", problemsOf(config, folder));
  if (problems !== undefined && problems.length > 0) throw new ConfigError(problems);
}

async function problemsOf(config: OwnerConfig, folder: string): Promise<ConfigProblem[]> {
  const own = dnsNamesOf(config);
  const problems = otherStacks("dns", folder).map(async ({ stack, value }) => {
    // Routes are the same in all stacks of a project.
    const others = dnsNamesOf({ ...config, dns: value });
    const shared = own.filter((name) => others.includes(name));
    if (shared.length === 0 || !(await areInSame(config.dns.zone, value.zone))) return [];
    const reason = `has ${shared.join(", ")}, which stack ${stack} makes in the same zone, too (Pulumi.${stack}.yaml); let one stack have each name`;
    return [{ path: "dns", reason }];
  });
  return (await Promise.all(problems)).flat();
}

async function areInSame(
  one: ConfiguredZone | undefined,
  other: ConfiguredZone | undefined,
): Promise<boolean> {
  return one !== undefined && other !== undefined && isSameZone(one, other);
}
