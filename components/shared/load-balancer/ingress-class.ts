import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import { checkKeys } from "../check-keys.ts";
import { defined, unlessEmpty } from "../defined.ts";
import { FORMS, type Form } from "../forms.ts";
import { checkTags, type Tags } from "../tags.ts";
import { SCHEMES } from "./load-balancer.ts";

/** Defaults of {@link IngressClassArgs}. */
export const INGRESS_CLASS_DEFAULTS = {
  name: "alb",
  isDefault: false,
} as const satisfies Partial<IngressClassArgs>;

/**
 * The controller's IngressClass, and what it decides in place of the annotations of all Ingresses of the class: its
 * IngressClassParams.
 *
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/
 */
export interface IngressClassArgs {
  /**
   * Name of the class and its parameters, by which Ingresses choose it. When it changes, Ingresses of others that name the
   * former class are left to nobody.
   * @default "alb"
   */
  readonly name?: string;
  /**
   * Whether Ingresses that name no class are of this one. A cluster has one such class at most.
   * @default false
   */
  readonly isDefault?: boolean;
  /**
   * Whether load balancers are on the internet or inside of the VPC.
   * @default - as each Ingress says
   */
  readonly scheme?: (typeof SCHEMES)[number];
  /**
   * Group of all Ingresses of the class, which then share a load balancer over all namespaces of the cluster.
   * @default - as each Ingress says
   */
  readonly groupName?: string;
  /**
   * Subnets of load balancers.
   * @default - as each Ingress says
   * @example { tags: { tier: ["edge"] } }
   */
  readonly subnets?: IngressClassSubnets;
  /**
   * Blocks that clients may come from, IPv4 and in canonical form.
   * @default - as each Ingress says
   */
  readonly inboundCidrs?: readonly string[];
  /**
   * Tags of all that the controller makes of Ingresses of the class, beside those that each says. None of the tags that the
   * controller gives to everything.
   * @default - none
   */
  readonly tags?: Tags;
}

/** By ids or by tags. */
export interface IngressClassSubnets {
  /** At least two, one per availability zone. */
  readonly ids?: readonly pulumi.Input<string>[];
  /** Keys of tags, with the values that each may have; one subnet per availability zone is taken. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#group.name */
export const GROUP_NAME: Form = [
  /^(?=.{1,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  "1 to 63 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit",
];

export function checkIngressClass(check: ArgsCheck<IngressClassArgs> | undefined): void {
  if (check === undefined) return;
  check.text("name", FORMS.dnsLabel);
  check.oneOf("scheme", SCHEMES);
  check.text("groupName", GROUP_NAME);
  checkSubnets(check.at("subnets"));
  if (check.args.inboundCidrs?.length === 0) check.add("inboundCidrs", "is empty; name who may connect");
  check.cidrs("inboundCidrs", "203.0.113.0/24");
  checkTags(check.at("tags"));
}

const TAG_KEY: Form = [/^.{1,128}$/, "1 to 128 characters"];

function checkSubnets(check: ArgsCheck<IngressClassSubnets> | undefined): void {
  if (check === undefined) return;
  const { ids, tags } = check.args;
  if ((ids === undefined) === (tags === undefined)) {
    check.addAt(check.place, `has ${ids === undefined ? "neither ids nor" : "both ids and"} tags; give one`);
  }
  if (ids !== undefined && ids.length < 2) {
    check.add("ids", `has ${ids.length} entries; give at least two, one per availability zone`);
  }
  check.texts("ids", FORMS.subnetId);
  check.distinct("ids");
  if (tags === undefined) return;
  if (Object.keys(tags).length === 0) check.add("tags", "is empty; name at least one key with its values");
  const ofTags = check.at("tags");
  checkKeys(ofTags, TAG_KEY);
  for (const [key, values] of Object.entries(tags)) {
    if (values.length === 0)
      ofTags?.withQuotedKeys().add(key, "is empty; name the values that a subnet may have");
    ofTags?.withQuotedKeys().distinct(key);
  }
}

/** What stands in IngressClassParams; undefined where the class decides nothing. */
export function ingressClassParams(args: IngressClassArgs): Readonly<Record<string, unknown>> | undefined {
  const { scheme, groupName, subnets, inboundCidrs, tags = {} } = args;
  const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
  const spec = defined({
    scheme,
    group: groupName === undefined ? undefined : { name: groupName },
    subnets,
    inboundCIDRs: inboundCidrs,
    tags: unlessEmpty(list),
  });
  return unlessEmpty(spec);
}
