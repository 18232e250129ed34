/** What the API server fills into pod specs (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go). */
import type { Container, PodSpec, Probe, Volume } from "../../objects.ts";
import type { Draft } from "../../types.ts";

/** Fills in a pod spec. `spec` is changed. */
export function setPodSpecDefaults(spec: Draft<PodSpec>): void {
  spec.restartPolicy ??= "Always";
  spec.dnsPolicy ??= "ClusterFirst";
  spec.schedulerName ??= "default-scheduler";
  spec.terminationGracePeriodSeconds ??= 30;
  spec.securityContext ??= {};
  if (spec.serviceAccountName !== undefined) spec.serviceAccount = spec.serviceAccountName;
  for (const container of [...list(spec.initContainers), ...list(spec.containers)]) {
    setContainerDefaults(container, spec.hostNetwork === true);
  }
  for (const volume of list(spec.volumes)) setVolumeDefaults(volume);
}

function setContainerDefaults(container: Draft<Container>, hostNetwork: boolean): void {
  container.imagePullPolicy ??= isLatest(container.image ?? "") ? "Always" : "IfNotPresent";
  container.terminationMessagePath ??= "/dev/termination-log";
  container.terminationMessagePolicy ??= "File";
  container.resources ??= {};
  const { limits, requests } = container.resources;
  if (limits !== undefined) container.resources.requests = { ...limits, ...requests };
  for (const port of list(container.ports)) {
    port.protocol ??= "TCP";
    if (hostNetwork) port.hostPort ??= port.containerPort;
  }
  for (const env of list(container.env)) {
    if (env.valueFrom?.fieldRef !== undefined) env.valueFrom.fieldRef.apiVersion ??= "v1";
  }
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"] as const) {
    if (container[probe] !== undefined) setProbeDefaults(container[probe]);
  }
}

/** A tag of `latest`, or none and no digest. */
function isLatest(image: string): boolean {
  if (image.includes("@")) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === "latest";
}

function setProbeDefaults(probe: Draft<Probe>): void {
  probe.timeoutSeconds ??= 1;
  probe.periodSeconds ??= 10;
  probe.successThreshold ??= 1;
  probe.failureThreshold ??= 3;
  if (probe.httpGet !== undefined) {
    probe.httpGet.path ??= "/";
    probe.httpGet.scheme ??= "HTTP";
  }
}

function setVolumeDefaults(volume: Draft<Volume>): void {
  const sources = ["configMap", "secret", "projected", "downwardAPI"] as const;
  for (const source of sources) if (volume[source] !== undefined) volume[source].defaultMode ??= 0o644;
  for (const source of list(volume.projected?.sources)) {
    if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= 3600;
  }
}

function list<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}
