import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { dnsNamesArgs } from "../load-balancer/dns-names.ts";
import type { ConfigProblem } from "./issues.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What another stack of the project says of its names. */
interface OtherStack {
  readonly stack: string;
  readonly dns: Partial<OwnerConfig["dns"]>;
}

/**
 * Names that another stack of the project makes in the same zone: the second of them would be refused by AWS.
 *
 * @param folder the project's.
 */
export function sharedNameProblems(
  config: OwnerConfig,
  folder = pulumi.getRootDirectory() || process.cwd(),
): ConfigProblem[] {
  const own = dnsNamesArgs(config, "later").names;
  return otherStacks(folder).flatMap(({ stack, dns: { zone, names = own } }) => {
    const shared = isDeepStrictEqual(zone, config.dns.zone) ? own.filter((name) => names.includes(name)) : [];
    if (shared.length === 0) return [];
    const reason = `has ${shared.join(", ")}, which stack ${stack} makes in the same zone, too (Pulumi.${stack}.yaml); let one stack have each name`;
    return [{ path: "dns", reason }];
  });
}

function otherStacks(folder: string): OtherStack[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const [, stack] = /^Pulumi\.(.+)\.yaml$/.exec(file) ?? [];
    if (stack === undefined || stack === pulumi.getStack()) return [];
    const { config } = (parse(readFileSync(join(folder, file), "utf8")) ?? {}) as {
      readonly config?: Readonly<Record<string, unknown>> | null;
    };
    const dns = config?.[`${pulumi.getProject()}:dns`];
    return typeof dns === "object" && dns !== null ? [{ stack, dns }] : [];
  });
}
