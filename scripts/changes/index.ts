import { ALARM_CHANGES } from "./alarms.ts";
import { APP_CHANGES } from "./app.ts";
import { APPLICATION_CHANGES } from "./applications.ts";
import { DNS_CHANGES } from "./dns.ts";
import type { Change } from "./change.ts";
import { CERTIFICATE_CHANGES } from "./certificate.ts";
import { CLUSTER_CHANGES } from "./cluster.ts";
import { EDGE_CHANGES } from "./edge.ts";
import { EXTERNAL_DNS_CHANGES } from "./external-dns.ts";
import { INGRESS_CLASS_CHANGES } from "./ingress-class.ts";
import { LIVING_APP_CHANGES } from "./living-apps.ts";
import { LOAD_BALANCER_CHANGES } from "./load-balancer.ts";
import { LOGS_CHANGES } from "./logs.ts";
import { NETWORK_CHANGES } from "./network.ts";
import { NLB_CHANGES } from "./nlb.ts";
import { NLB_NAMES_CHANGES } from "./nlb-names.ts";
import { NODE_CHANGES } from "./nodes.ts";
import { OWNERSHIP_CHANGES } from "./ownership.ts";
import { POD_CHANGES } from "./pods.ts";
import { POD_SUBNET_CHANGES } from "./pod-subnets.ts";
import { PROTECTION_CHANGES } from "./protection.ts";
import { SERVICE_CHANGES } from "./services.ts";
import { STACK_CHANGES } from "./stack.ts";

/** What changes of each configuration field do to a living fleet. */
export const CHANGES: readonly Change[] = [
  ...STACK_CHANGES,
  ...NETWORK_CHANGES,
  ...CLUSTER_CHANGES,
  ...NODE_CHANGES,
  ...POD_CHANGES,
  ...POD_SUBNET_CHANGES,
  ...INGRESS_CLASS_CHANGES,
  ...LOAD_BALANCER_CHANGES,
  ...LOGS_CHANGES,
  ...PROTECTION_CHANGES,
  ...APP_CHANGES,
  ...OWNERSHIP_CHANGES,
  ...APPLICATION_CHANGES,
  ...LIVING_APP_CHANGES,
  ...SERVICE_CHANGES,
  ...NLB_CHANGES,
  ...NLB_NAMES_CHANGES,
  ...EDGE_CHANGES,
  ...CERTIFICATE_CHANGES,
  ...DNS_CHANGES,
  ...ALARM_CHANGES,
  ...EXTERNAL_DNS_CHANGES,
];
