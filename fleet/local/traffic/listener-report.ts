import { responseHeaders } from "../../../sim/aws/elbv2/listener/attributes.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Cloud } from "../../../sim/core/cloud.ts";
import { certificatesOf } from "../../../sim/data-plane/tls/certificates.ts";
import { isApplicationListener } from "../../../sim/data-plane/application-listener.ts";
import type { ListenerReport } from "../report.ts";
import type { Door } from "./doors.ts";
import type { Outcome } from "./results.ts";

export function listenerReport(
  cloud: Cloud,
  { plan, sent }: Outcome,
  { listenerArn, protocol, port }: Door,
  url: string,
): ListenerReport {
  const listener = elbv2State(cloud).listeners.get(listenerArn);
  const own = [...plan].filter(([route]) => route.port === port);
  const answers = own.flatMap(([route]) => sent.answers.get(route) ?? []);
  const certificates = certificatesOf(cloud, listener).flatMap(({ names }) => names);
  const { server, set } = isApplicationListener(listener)
    ? responseHeaders(listener.attributes)
    : { server: true, set: [] };
  const isInAll = (name: string) => answers.every(({ headers }) => headers[name] !== undefined);
  return {
    protocol,
    port,
    url,
    requests: own.reduce((sum, [, count]) => sum + count, 0),
    certificates: [...new Set(certificates)],
    responseHeaders: set.map(([name]) => name).filter(isInAll),
    hidesServer: !server && answers.every(({ headers }) => headers["server"] === undefined),
  };
}
