import * as pulumi from "@pulumi/pulumi";
import { appPort } from "../component-args.ts";
import type { MemberConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";

/** @throws RunError when the load balancer asks the pods' health on a port where the member's app is not. */
export function refuseOtherHealthCheckPort(config: MemberConfig, { healthCheckPort }: SharedIngress): void {
  const port = appPort(config);
  if (healthCheckPort === "traffic-port" || healthCheckPort === port) return;
  throw new pulumi.RunError(
    `app.content answers on port ${port}, but the load balancer of stack "${config.sharedStack}" checks pods of all clusters ` +
      `on port ${healthCheckPort}; take ingress.healthCheck.port away there and update it, or use the same app here`,
  );
}
