import type { ProbeReport } from "../../sim/data-plane/probe/report.ts";

/** What a probe prints: what came back, as `curl` would show it, and the way that the request took. */
export function renderProbes(reports: readonly ProbeReport[]): string {
  const [only, ...others] = reports;
  if (only !== undefined && others.length === 0) return renderProbe(only);
  const alike = Map.groupBy(reports, outcomeOf);
  const width = String(reports.length).length;
  return [...alike]
    .map(([outcome, { length }]) => `${String(length).padStart(width)} x  ${outcome}`)
    .join("\n");
}

function renderProbe(report: ProbeReport): string {
  const { resolved, answer, error } = report;
  const isNamed = resolved !== null && resolved.address !== null && resolved.name !== resolved.address;
  return [
    ...(isNamed ? [`${resolved.name} has the address ${resolved.address}`] : []),
    outcomeOf(report),
    ...(error === null ? [] : [`  ${error.reason}`]),
    ...(answer === null || answer.body === "" ? [] : ["", answer.body.trimEnd()]),
  ].join("\n");
}

/** `HTTP 200 from pod game/shop-1 (192.168.4.21:8080, node ip-...), which sees 192.168.4.9` */
function outcomeOf({
  answer,
  error,
  answeredBy,
  loadBalancer,
  target,
  source,
  service,
}: ProbeReport): string {
  if (error !== null) return error.message;
  const from =
    answeredBy === null
      ? `${target === null ? "" : `target ${target} of `}load balancer ${loadBalancer}`
      : `pod ${answeredBy.pod} of ${answeredBy.cluster} (${answeredBy.address}:${answeredBy.port}, node ${answeredBy.node})`;
  const by = service === null ? "" : ` by Service ${service}`;
  return `HTTP ${answer!.status} from ${from}${by}, which sees ${source}`;
}
