import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";

/** Fixed addresses of a load balancer: elastic ones for an internet-facing one, private ones for an internal one. */
export type NlbAddresses = ElasticAddresses | PrivateAddresses;

interface ElasticAddresses {
  /** Ids of allocations, in the order of the subnets. */
  readonly allocationIds: readonly pulumi.Input<string>[];
}

interface PrivateAddresses {
  /** IPv4 addresses, each in another of the subnets. */
  readonly privateIpv4: readonly string[];
}

const IPV4: Form = [/^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/, "an IPv4 address such as 10.0.3.25"];

interface Placed {
  readonly scheme: string;
  readonly subnetIds?: readonly unknown[];
  readonly addresses?: NlbAddresses;
}

/** Limits: pkg/service/model_build_load_balancer.go of the controller. */
export function checkAddresses(check: ArgsCheck<Placed>): void {
  const { addresses, scheme, subnetIds } = check.args;
  const of = check.at("addresses") as ArgsCheck<Partial<ElasticAddresses & PrivateAddresses>> | undefined;
  if (addresses === undefined || of === undefined) return;
  const { allocationIds, privateIpv4 } = of.args;
  if ((allocationIds === undefined) === (privateIpv4 === undefined)) {
    check.add("addresses", "must have either allocationIds (internet-facing) or privateIpv4 (internal)");
    return;
  }
  const [key, wanted] =
    allocationIds === undefined
      ? (["privateIpv4", "internal"] as const)
      : (["allocationIds", "internet-facing"] as const);
  of.texts("allocationIds", FORMS.allocationId);
  of.texts("privateIpv4", IPV4);
  of.distinct(key);
  if (scheme !== wanted) of.add(key, `are for scheme ${wanted}, and scheme is ${scheme}; change one of them`);
  const count = (allocationIds ?? privateIpv4)!.length;
  if (count === 0 || (subnetIds !== undefined && subnetIds.length !== count)) {
    of.add(
      key,
      `has ${count} entries; give one for each subnet${subnetIds ? `, of which there are ${subnetIds.length}` : ""}`,
    );
  }
}
