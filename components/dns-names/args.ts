import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { NamedZone } from "../shared/hosted-zone.ts";
import type { Transform } from "../shared/transform.ts";

export interface DnsNamesArgs {
  /**
   * Names that lead to the load balancer: exact ones, and wildcards such as `*.example.com`.
   * @example ["example.com", "*.example.com"]
   */
  readonly names: readonly string[];
  /**
   * The hosted zone that all names are in; a private one for a load balancer with scheme internal.
   * @example { name: "example.com" }
   */
  readonly zone: NamedZone;
  /** The load balancer. */
  readonly loadBalancerArn: pulumi.Input<string>;
  /** Changes children where the args above do not reach. */
  readonly transform?: {
    /** Of every record. */
    readonly record?: Transform<aws.route53.RecordArgs>;
  };
}

/** Children of {@link DnsNames}. */
export interface DnsNamesNodes {
  /** By name. */
  readonly records: Readonly<Record<string, aws.route53.Record>>;
}
