import * as pulumi from "@pulumi/pulumi";
import { EXTERNAL_DNS_DEFAULTS, type ExternalDnsAddonArgs } from "./args.ts";

/** {@link ExternalDnsAddonArgs} with their defaults. */
export type ResolvedExternalDnsAddonArgs = Required<Omit<ExternalDnsAddonArgs, "txtPrefix">> &
  Pick<ExternalDnsAddonArgs, "txtPrefix">;

export function resolveExternalDnsAddonArgs(args: ExternalDnsAddonArgs): ResolvedExternalDnsAddonArgs {
  return {
    ...EXTERNAL_DNS_DEFAULTS,
    domainFilters: zoneNames(args),
    txtOwnerId: pulumi.interpolate`${pulumi.getProject()}/${args.clusterName}`,
    tolerations: [],
    podsDependOn: [],
    tags: {},
    transform: {},
    ...args,
  };
}

/** Of the zones; none where one is given by its id. */
function zoneNames({ zones }: ExternalDnsAddonArgs): readonly string[] {
  const names = zones.flatMap((zone) => ("name" in zone ? [zone.name] : []));
  return names.length === zones.length ? [...new Set(names)] : [];
}
