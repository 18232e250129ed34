import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { NamedZone } from "../shared/hosted-zone.ts";
import type { AwsPartition } from "../shared/iam.ts";
import type { PodCredentials } from "../shared/identity/identity-args.ts";
import type { Tags } from "../shared/tags.ts";
import type { Toleration } from "../shared/tolerations.ts";
import type { ObjectTransform, Transform } from "../shared/transform.ts";

/** Version of the Helm chart in https://kubernetes-sigs.github.io/external-dns/, which runs ExternalDNS 0.22.0. */
export const EXTERNAL_DNS_CHART_VERSION = "1.22.0";

/** What ExternalDNS may do with records: make and change them, or delete them as well. */
export const DNS_POLICIES = ["upsert-only", "sync"] as const;

/** Kinds of objects from which ExternalDNS takes names. */
export const DNS_SOURCES = ["service", "ingress", "gateway-httproute", "gateway-grpcroute"] as const;

/** Prefixes of annotations: that of ExternalDNS 0.22 and later, and that of releases before it. */
export const DNS_ANNOTATION_PREFIXES = [
  "external-dns.kubernetes.io/",
  "external-dns.alpha.kubernetes.io/",
] as const;

/** Defaults of {@link ExternalDnsAddonArgs}. */
export const EXTERNAL_DNS_DEFAULTS = {
  partition: "aws",
  policy: "upsert-only",
  sources: ["service", "ingress"],
  annotationPrefix: DNS_ANNOTATION_PREFIXES[0],
} as const satisfies Partial<ExternalDnsAddonArgs>;

export interface ExternalDnsAddonArgs {
  /** Name of the EKS cluster. */
  readonly clusterName: pulumi.Input<string>;
  /** Region of the cluster. */
  readonly region: pulumi.Input<string>;
  /**
   * How the pods get their AWS credentials.
   * @example { type: "irsa", oidcIssuer: cluster.oidcIssuer, oidcProviderArn: cluster.oidcProviderArn }
   */
  readonly identity: PodCredentials;
  /**
   * Route 53 hosted zones that are there, each by id or by name: the only ones that its role may change, and the only ones
   * that it looks at.
   * @example [{ name: "example.com" }]
   */
  readonly zones: readonly NamedZone[];
  /**
   * Domains that it has to do with: names that are neither one of these nor below one are left alone, and its role may not
   * change their records. Each is the name of a zone or below it. `sync` needs at least one.
   * @default - the names of the zones, where all are given by name
   * @example ["myeks.example.com"]
   */
  readonly domainFilters?: readonly string[];
  /**
   * `upsert-only` makes and changes records, and its role may not delete any; `sync` also deletes those of its own that no
   * object asks for any more - or that it does not see any more, after a change of `annotationPrefix` or `sources`.
   * @default "upsert-only"
   */
  readonly policy?: (typeof DNS_POLICIES)[number];
  /**
   * Kinds of objects whose names it makes: Services of type LoadBalancer with an annotation `hostname`, Ingresses by the hosts
   * of their rules, and routes of the Gateway API, `gateway-httproute` and `gateway-grpcroute`, by the host names under which a
   * Gateway serves them. For routes their kinds must be there before its pods: give the {@link GatewayApi} in `podsDependOn`.
   * @default ["service", "ingress"]
   */
  readonly sources?: readonly (typeof DNS_SOURCES)[number][];
  /**
   * Whose the records are, as the TXT records beside them say. No two ExternalDNS may have the same: each would take the
   * other's records for its own, and delete them with `sync`. With another one it gives up all that it has made: those records
   * stay as they are, with `sync` too, and when the stack goes. It makes them anew where somebody deletes them with their TXT
   * records.
   * @default - project and cluster: `shop/myeks`
   */
  readonly txtOwnerId?: pulumi.Input<string>;
  /**
   * Begins the names of those TXT records: with `mci-` they are `mci-a-www.example.com` and the like. `%{record_type}`
   * stands for the type. A zone's own name has such a record only where this ends with a dot. Never change it: records whose
   * TXT record has another name are nobody's.
   * @default - none: `a-www.example.com`
   * @example "%{record_type}.owner."
   */
  readonly txtPrefix?: string;
  /**
   * Begins the annotations that it reads, and it reads no others. Releases before 0.22 read `external-dns.alpha.kubernetes.io/`.
   * @default "external-dns.kubernetes.io/"
   */
  readonly annotationPrefix?: (typeof DNS_ANNOTATION_PREFIXES)[number];
  /**
   * Partition of the account, for the ARNs in the policy.
   * @default "aws"
   */
  readonly partition?: AwsPartition;
  /**
   * Tolerations of the pod, for clusters whose nodes all have taints.
   * @default []
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * What its pod needs to run: nodes and add-ons. All else is made without waiting for them.
   * @default []
   * @example cluster.ready
   */
  readonly podsDependOn?: readonly pulumi.Resource[];
  /**
   * Tags of the role and, with Pod Identity, of its association.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: ExternalDnsAddonTransforms;
}

/** One per kind of child. */
export interface ExternalDnsAddonTransforms {
  readonly role?: Transform<aws.iam.RoleArgs>;
  readonly inlinePolicy?: Transform<aws.iam.RolePolicyArgs>;
  readonly podIdentityAssociation?: Transform<aws.eks.PodIdentityAssociationArgs>;
  readonly serviceAccount?: ObjectTransform<kubernetes.types.input.core.v1.ServiceAccount>;
  readonly release?: Transform<kubernetes.helm.v3.ReleaseArgs>;
}

/** Children of an {@link ExternalDnsAddon}. */
export interface ExternalDnsAddonNodes {
  readonly role: aws.iam.Role;
  /** What the role may do with the zones. */
  readonly inlinePolicies: readonly aws.iam.RolePolicy[];
  /** Undefined without Pod Identity. */
  readonly podIdentityAssociation: aws.eks.PodIdentityAssociation | undefined;
  readonly serviceAccount: kubernetes.core.v1.ServiceAccount;
  readonly release: kubernetes.helm.v3.Release;
}
