import { domainsOf } from "../../components/shared/domains.ts";
import { ConfigError } from "../config/config.ts";
import { wants } from "../config/feature-keys.ts";
import type { ConfigProblem } from "../config/issues.ts";
import { otherStacks, type OtherStack } from "../config/other-stacks.ts";
import { projectFolder } from "../config/project-file.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { isSameZone, type ConfiguredZone } from "../living/hosted-zones.ts";
import { told } from "../living/told.ts";
import { certificateNamesOf } from "../load-balancer/certificate.ts";
import { dnsNamesOf } from "../load-balancer/dns-names.ts";

/**
 * Names of which another stack of the project has records in the same zone: AWS would refuse the second record of a name,
 * and the one record that validates certificates for a domain goes with the first of their stacks.
 *
 * @param folder the project's.
 * @throws ConfigError with all of them.
 */
export async function refuseSharedNames(config: OwnerConfig, folder = projectFolder()): Promise<void> {
  const looks = [
    ...(wants(config, "dns") ? otherStacks("dns", folder).map((other) => nameProblems(config, other)) : []),
    ...(wants(config, "certificate")
      ? otherStacks("certificate", folder).map((other) => domainProblems(config, other))
      : []),
  ];
  const problems = await told("which names other stacks have in the same zone", Promise.all(looks));
  if (problems !== undefined && problems.flat().length > 0) throw new ConfigError(problems.flat());
}

// Routes are the same in all stacks of a project.
async function nameProblems(
  config: OwnerConfig,
  { stack, value }: OtherStack<"dns">,
): Promise<ConfigProblem[]> {
  const shared = common(dnsNamesOf(config), dnsNamesOf({ ...config, dns: value }));
  if (shared.length === 0 || !(await areInSame(config.dns.zone, value.zone))) return [];
  const reason = `has ${shared.join(", ")}, which stack ${stack} makes in the same zone, too (Pulumi.${stack}.yaml); let one stack have each name`;
  return [{ path: "dns", reason }];
}

async function domainProblems(
  config: OwnerConfig,
  { stack, value }: OtherStack<"certificate">,
): Promise<ConfigProblem[]> {
  const { keepRecords, zone } = config.certificate;
  if (keepRecords === true && value.keepRecords === true) return [];
  const others = certificateNamesOf({ ...config, certificate: value });
  const shared = common(domainsOf(certificateNamesOf(config)), domainsOf(others));
  if (shared.length === 0 || !(await areInSame(zone, value.zone))) return [];
  const reason =
    `is for ${shared.join(", ")}, as is that of stack ${stack} (Pulumi.${stack}.yaml), and both are validated by the same record: ` +
    "it would go with the first of the stacks, and the other certificate would not be renewed; set certificate.keepRecords " +
    "to true in both, or let one stack make the certificate and name it in ingress.tls.certificateArns of the other";
  return [{ path: "certificate", reason }];
}

function common(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((name) => others.includes(name));
}

async function areInSame(
  one: ConfiguredZone | undefined,
  other: ConfiguredZone | undefined,
): Promise<boolean> {
  return one !== undefined && other !== undefined && isSameZone(one, other);
}
