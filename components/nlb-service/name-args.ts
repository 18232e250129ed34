import type * as pulumi from "@pulumi/pulumi";
import { DNS_ANNOTATION_PREFIXES } from "../external-dns-addon/args.ts";
import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { spelledReason } from "../shared/hosted-zone.ts";
import { shown } from "../shared/shown.ts";

/** Defaults of {@link NlbNamesArgs}. */
export const NLB_NAMES_DEFAULTS = { annotationPrefix: DNS_ANNOTATION_PREFIXES[0] } as const;

/** Names of a load balancer in Route 53, which the cluster's ExternalDNS makes. */
export interface NlbNamesArgs {
  /**
   * The names, within the domains of the cluster's ExternalDNS, which must have source `service`.
   * @example ["play.example.com"]
   */
  readonly hosts: readonly string[];
  /**
   * How many clients come to this load balancer, from 0 to 255, beside the weights of others that have the same names in other
   * clusters: with 90 here and 10 there nine of ten. Who has 0 gets clients only where no other has healthy targets. Either
   * all that share a name have weights or it has one load balancer.
   * @default - no other load balancer has the names
   */
  readonly weight?: number;
  /**
   * Tells the records of those that share the names apart: no two may have the same.
   * @default - the name of the cluster
   */
  readonly setIdentifier?: pulumi.Input<string>;
  /**
   * Begins the annotations that ExternalDNS reads: its own `annotationPrefix`.
   * @default "external-dns.kubernetes.io/"
   */
  readonly annotationPrefix?: (typeof DNS_ANNOTATION_PREFIXES)[number];
}

/** How the name of the Service that has the names begins; the rest is that of the load balancer's. */
export const NAMES_PREFIX = "names-";

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
const WEIGHTS = { min: 0, max: 255 };

const SET_IDENTIFIER: Form = [/^[\x21-\x7e]{1,128}$/, "1 to 128 letters, digits and signs"];

/** Of a Service: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const MAX_NAME = 63;

interface Named {
  readonly serviceName: string;
  readonly names?: NlbNamesArgs;
}

export function checkNlbNames(check: ArgsCheck<Named>): void {
  const { names, serviceName } = check.args;
  const of = check.at("names");
  if (names === undefined || of === undefined) return;
  const longest = MAX_NAME - NAMES_PREFIX.length;
  if (serviceName.length > longest) {
    check.add("serviceName", `is ${shown(serviceName)}; with names use at most ${longest} characters`);
  }
  if (names.hosts.length === 0) of.add("hosts", "is empty; give at least one name, or leave names out");
  const each = of.at("hosts");
  names.hosts.forEach((host, index) => each?.add(index as never, spelledReason(host, FORMS.domainName)));
  of.distinct("hosts");
  of.integer("weight", WEIGHTS);
  of.text("setIdentifier", SET_IDENTIFIER);
  if (names.setIdentifier !== undefined && names.weight === undefined) {
    of.add("setIdentifier", "is for names with a weight; give weight, or leave it out");
  }
  of.oneOf("annotationPrefix", DNS_ANNOTATION_PREFIXES);
}
