import type { ApplicationProtocol, ListenerRecord } from "../aws/elbv2/records.ts";
import { isApplicationProtocol } from "../aws/elbv2/target-group/protocols.ts";

/** A listener of an Application Load Balancer: it takes requests. */
export type ApplicationListener = ListenerRecord & { protocol: ApplicationProtocol };

/** One of a Network Load Balancer passes connections on. */
export function isApplicationListener(listener: ListenerRecord): listener is ApplicationListener {
  return isApplicationProtocol(listener.protocol);
}
