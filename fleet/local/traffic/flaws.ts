import type { ApplicationReport, RouteReport, TestedLoadBalancer } from "../report.ts";
import { describeRoute } from "./routes.ts";

/** What is wrong with a load balancer's answers, in words. */
export function trafficFlaws({ name, traffic, applications, ownAnswers }: TestedLoadBalancer): string[] {
  const failed = applications.length > 1 ? applications.flatMap(failedRequests) : [];
  const all = `${traffic.errors} of ${traffic.requests} requests to load balancer ${name} failed`;
  return [
    ...(traffic.errors > 0 && failed.length === 0 ? [all] : failed),
    ...applications.flatMap(refusedRequests),
    ...applications.flatMap(({ app, routes }) =>
      routes.flatMap((route) => routeFlaws(route, ` of app ${app}`)),
    ),
    ...ownAnswers.flatMap((route) => routeFlaws(route, "")),
  ];
}

function failedRequests({ app, requests, errors, routes }: ApplicationReport): string[] {
  if (errors === 0) return [];
  const silent = routes
    .filter(({ request, answers }) => request !== null && answers === 0)
    .map(describeRoute);
  const where = silent.length === 0 ? "" : `; nothing answers ${silent.join(", ")}`;
  return [`${errors} of ${requests} requests to app ${app} failed${where}`];
}

/** A web ACL may refuse some requests, as a limit does when all come from one machine. */
function refusedRequests({ app, requests, blocked }: ApplicationReport): string[] {
  if (requests === 0 || blocked < requests) return [];
  return [`the web ACL refuses all ${requests} requests to app ${app}; see protection in docs/hardening.md`];
}

function routeFlaws(route: RouteReport, of: string): string[] {
  const { shadowedBy, withoutCertificate } = route;
  const name = `${describeRoute(route)}${of}`;
  return [
    ...(shadowedBy === null ? [] : [`${name} gets no requests: rule ${shadowedBy} takes them first`]),
    ...withoutCertificate.map(
      (host) =>
        `${name}: no certificate of the listener is for ${host}, so that browsers refuse to connect; add it to certificate.names`,
    ),
  ];
}
