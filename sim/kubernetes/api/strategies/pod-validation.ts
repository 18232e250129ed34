/** Field errors of pod specs, in the words of k8s.io/kubernetes/pkg/apis/core/validation. */
import type { Container, LifecycleHandler, PodSpec, PodTemplate, Probe } from "../../objects.ts";
import { parseQuantity } from "../../quantity.ts";
import { labelErrors, nameProblems } from "../names.ts";
import { fieldError } from "../status-errors.ts";

export const PORT_RANGE_WORDS = "must be between 1 and 65535, inclusive";

export function isPort(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** Field errors of the template of a workload. */
export function podTemplateErrors(template: PodTemplate, path: string): string[] {
  return [
    ...labelErrors(template.metadata?.labels, `${path}.metadata.labels`),
    ...podSpecErrors(template.spec, `${path}.spec`),
  ];
}

/** Field errors of a pod spec whose defaults are filled in. */
export function podSpecErrors(given: Partial<PodSpec>, path: string): string[] {
  const spec = given as PodSpec;
  if ((given.containers ?? []).length === 0) return [fieldError.required(`${path}.containers`)];
  const errors: string[] = [];
  const volumes = new Set<string>();
  for (const [index, { name }] of (spec.volumes ?? []).entries()) {
    const at = `${path}.volumes[${index}].name`;
    if (volumes.has(name)) errors.push(fieldError.duplicate(at, name));
    volumes.add(name);
    errors.push(...dnsLabelErrors(name, at));
  }
  const names = new Set<string>();
  for (const [field, containers] of [
    ["initContainers", spec.initContainers ?? []],
    ["containers", spec.containers],
  ] as const) {
    for (const [index, container] of containers.entries()) {
      const at = `${path}.${field}[${index}]`;
      errors.push(...containerErrors(container, at, volumes));
      if (names.has(container.name)) errors.push(fieldError.duplicate(`${at}.name`, container.name));
      names.add(container.name);
    }
  }
  if (!["Always", "OnFailure", "Never"].includes(spec.restartPolicy)) {
    const supported = ["Always", "Never", "OnFailure"];
    errors.push(fieldError.notSupported(`${path}.restartPolicy`, spec.restartPolicy, supported));
  }
  if (spec.terminationGracePeriodSeconds < 0) {
    errors.push(
      fieldError.invalid(
        `${path}.terminationGracePeriodSeconds`,
        spec.terminationGracePeriodSeconds,
        "must be greater than or equal to 0",
      ),
    );
  }
  errors.push(...spreadErrors(spec, path));
  return errors;
}

function dnsLabelErrors(name: string | undefined, path: string): string[] {
  if (name === undefined || name === "") return [fieldError.required(path)];
  return nameProblems("dns-label", name).map((problem) => fieldError.invalid(path, name, problem));
}

function containerErrors(container: Container, path: string, volumes: ReadonlySet<string>): string[] {
  const errors = dnsLabelErrors(container.name, `${path}.name`);
  if (container.image === undefined || container.image === "") {
    errors.push(fieldError.required(`${path}.image`));
  } else if (container.image !== container.image.trim()) {
    errors.push(
      fieldError.invalid(`${path}.image`, container.image, "must not have leading or trailing whitespace"),
    );
  }
  const ports = new Set<string>();
  for (const [index, port] of (container.ports ?? []).entries()) {
    const at = `${path}.ports[${index}]`;
    if (!isPort(port.containerPort)) {
      errors.push(fieldError.invalid(`${at}.containerPort`, port.containerPort ?? 0, PORT_RANGE_WORDS));
    }
    if (port.name === undefined) continue;
    if (ports.has(port.name)) errors.push(fieldError.duplicate(`${at}.name`, port.name));
    ports.add(port.name);
    if (port.name.length > 15) {
      errors.push(fieldError.invalid(`${at}.name`, port.name, "must be no more than 15 characters"));
    }
  }
  const mountPaths = new Set<string>();
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${path}.volumeMounts[${index}]`;
    if (!volumes.has(mount.name)) errors.push(`${at}.name: Not found: ${JSON.stringify(mount.name)}`);
    if (mountPaths.has(mount.mountPath)) {
      errors.push(fieldError.invalid(`${at}.mountPath`, mount.mountPath, "must be unique"));
    }
    mountPaths.add(mount.mountPath);
  }
  errors.push(...resourceErrors(container, `${path}.resources`));
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"] as const) {
    const probe = container[name];
    if (probe !== undefined) errors.push(...probeErrors(probe, `${path}.${name}`));
    if (probe !== undefined && name !== "readinessProbe" && probe.successThreshold !== 1) {
      errors.push(
        fieldError.invalid(`${path}.${name}.successThreshold`, probe.successThreshold, "must be 1"),
      );
    }
  }
  const { preStop, postStart } = container.lifecycle ?? {};
  if (preStop !== undefined) errors.push(...handlerErrors(preStop, `${path}.lifecycle.preStop`));
  if (postStart !== undefined) errors.push(...handlerErrors(postStart, `${path}.lifecycle.postStart`));
  return errors;
}

function resourceErrors(container: Container, path: string): string[] {
  const errors: string[] = [];
  const { requests = {}, limits = {} } = container.resources ?? {};
  for (const [name, value] of Object.entries(requests)) {
    const limit = limits[name];
    const requested = parseQuantity(value);
    if (requested === undefined) continue;
    if (limit !== undefined && requested > (parseQuantity(limit) ?? Infinity)) {
      const words = `must be less than or equal to ${name} limit of ${limit}`;
      errors.push(fieldError.invalid(`${path}.requests`, String(value), words));
    }
  }
  return errors;
}

function probeErrors(probe: Probe, path: string): string[] {
  const errors = handlerErrors(probe, path);
  if (probe.httpGet !== undefined) errors.push(...portErrors(probe.httpGet.port, `${path}.httpGet.port`));
  if (probe.tcpSocket !== undefined)
    errors.push(...portErrors(probe.tcpSocket.port, `${path}.tcpSocket.port`));
  for (const field of ["periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold"] as const) {
    if (probe[field] < 0) {
      errors.push(fieldError.invalid(`${path}.${field}`, probe[field], "must be greater than or equal to 0"));
    }
  }
  return errors;
}

function portErrors(port: number | string | undefined, path: string): string[] {
  if (typeof port === "string") return [];
  return isPort(port) ? [] : [fieldError.invalid(path, port ?? 0, PORT_RANGE_WORDS)];
}

function handlerErrors(handler: LifecycleHandler | Probe, path: string): string[] {
  const kinds = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"].filter((kind) => kind in handler);
  if (kinds.length === 0) return [fieldError.required(path, "must specify a handler type")];
  return kinds
    .slice(1)
    .map((kind) => fieldError.forbidden(`${path}.${kind}`, "may not specify more than 1 handler type"));
}

function spreadErrors(spec: PodSpec, path: string): string[] {
  return (spec.topologySpreadConstraints ?? []).flatMap((constraint, index) => {
    const at = `${path}.topologySpreadConstraints[${index}]`;
    const errors: string[] = [];
    if (!(constraint.maxSkew > 0)) {
      errors.push(fieldError.invalid(`${at}.maxSkew`, constraint.maxSkew ?? 0, "must be greater than zero"));
    }
    if ((constraint.topologyKey ?? "") === "") {
      errors.push(fieldError.required(`${at}.topologyKey`, "can not be empty"));
    }
    if (!["DoNotSchedule", "ScheduleAnyway"].includes(constraint.whenUnsatisfiable)) {
      errors.push(
        fieldError.notSupported(`${at}.whenUnsatisfiable`, constraint.whenUnsatisfiable ?? "", [
          "DoNotSchedule",
          "ScheduleAnyway",
        ]),
      );
    }
    return errors;
  });
}
