import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

/** Defaults of {@link EdgeLogsArgs}. */
export const EDGE_LOGS_DEFAULTS = {
  access: true,
  connection: false,
  healthCheck: false,
  expireDays: 90,
  deleteLogs: false,
} as const satisfies Partial<EdgeLogsArgs>;

export interface EdgeLogsArgs {
  /**
   * A bucket that is there, in the load balancer's region, whose policy lets `logdelivery.elasticloadbalancing.amazonaws.com`
   * put objects. It must be encrypted with Amazon S3's own keys (SSE-S3), for load balancers write to no other.
   * @default - one of its own: closed to the public, by TLS alone, encrypted with SSE-S3
   */
  readonly bucket?: pulumi.Input<string>;
  /**
   * Beginning of the objects' names, without a slash at either end; `AWSLogs` and the account follow it.
   * @default - none
   */
  readonly prefix?: string;
  /**
   * Whether requests are logged.
   * @default true
   */
  readonly access?: boolean;
  /**
   * Whether connections are logged: of what use for TLS, and for clients' certificates.
   * @default false
   */
  readonly connection?: boolean;
  /**
   * Whether health checks of targets are logged.
   * @default false
   */
  readonly healthCheck?: boolean;
  /**
   * Days after which an object of a bucket of its own goes, from 1 to 3650.
   * @default 90
   */
  readonly expireDays?: number;
  /**
   * Whether a bucket of its own goes with all logs when it is taken out of the program or destroyed. It stays in the account
   * otherwise, and Pulumi forgets it: its logs still expire.
   * @default false
   */
  readonly deleteLogs?: boolean;
  /**
   * Tags of the bucket.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: EdgeLogsTransforms;
}

export interface EdgeLogsTransforms {
  readonly bucket?: Transform<aws.s3.BucketArgs>;
  readonly publicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  readonly lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  readonly policy?: Transform<aws.s3.BucketPolicyArgs>;
}

/** Children of {@link EdgeLogs}; none where the bucket is given. */
export interface EdgeLogsNodes {
  readonly bucket: aws.s3.Bucket | undefined;
  readonly publicAccessBlock: aws.s3.BucketPublicAccessBlock | undefined;
  readonly lifecycle: aws.s3.BucketLifecycleConfiguration | undefined;
  readonly policy: aws.s3.BucketPolicy | undefined;
}
