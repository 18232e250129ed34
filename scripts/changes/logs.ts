import { change, type Change } from "./change.ts";

const ON_EDGE = { fleet: "edge" } as const;

/** A bucket of the stack's own that goes with what is in it. */
const OWN = { "logs.access": true, "logs.deleteLogs": true };
const BUCKET = ["Bucket", "BucketLifecycleConfiguration", "BucketPolicy", "BucketPublicAccessBlock"] as const;

/** Logs of the shared load balancer. */
export const LOGS_CHANGES: readonly Change[] = [
  change(
    "logs.access",
    true,
    { creates: BUCKET, updates: ["Ingress"] },
    {
      with: {
        "logs.connection": true,
        "logs.healthCheck": true,
        "logs.prefix": "edge",
        "logs.expireDays": 30,
        "logs.deleteLogs": true,
      },
    },
  ),
  change(
    "logs.access",
    true,
    { creates: BUCKET, updates: ["LoadBalancer"] },
    { ...ON_EDGE, with: { "logs.deleteLogs": true } },
  ),
  change(
    "logs.connection",
    true,
    { updates: ["BucketLifecycleConfiguration", "BucketPolicy", "LoadBalancer"] },
    { ...ON_EDGE, before: OWN, with: { "logs.prefix": "edge", "logs.expireDays": 30 } },
  ),
  change(
    "logs.access",
    undefined,
    { updates: ["LoadBalancer"], deletes: BUCKET },
    { ...ON_EDGE, before: OWN, with: { "logs.deleteLogs": undefined } },
  ),
  change("logs.bucket", "<log bucket>", { updates: ["Ingress"] }),
  change(
    "logs.bucket",
    "<log bucket>",
    { updates: ["LoadBalancer"], deletes: BUCKET },
    { ...ON_EDGE, before: OWN, with: { "logs.deleteLogs": undefined } },
  ),
  change(
    "ingress.accessLogs.bucket",
    "<log bucket>",
    {
      refused:
        'the configuration of stack "edge" has a problem (Pulumi.edge.yaml):\n  - logs is set, and ingress.accessLogs is too; leave one of them out',
    },
    { ...ON_EDGE, before: OWN },
  ),
];
