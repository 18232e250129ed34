import type { Cloud } from "../../sim/core/cloud.ts";

/** A bucket that others have, into which load balancers may write. */
export function addLogBucket(cloud: Cloud, name: string): string {
  const call = cloud.administrator;
  cloud.call(call, "s3", "CreateBucket", { Bucket: name });
  cloud.call(call, "s3", "PutBucketPolicy", {
    Bucket: name,
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${name}/*`,
      },
    }),
  });
  return name;
}
