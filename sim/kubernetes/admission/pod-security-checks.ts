/**
 * The checks of the Pod Security Standards that concern what the simulated pods can set, in the words of
 * k8s.io/pod-security-admission/policy. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */

interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

interface SecuredContainer {
  readonly name: string;
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly hostPort?: number }[];
}

export interface SecuredPodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly containers: readonly SecuredContainer[];
  readonly initContainers?: readonly SecuredContainer[];
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}

/** What a pod does against a level, one entry per rule; empty if nothing. */
export function podSecurityViolations(level: "baseline" | "restricted", spec: SecuredPodSpec): string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const rules = level === "baseline" ? [baseline] : [baseline, restricted];
  return rules.flatMap((rule) => rule(spec, containers));
}

type Containers = readonly SecuredContainer[];

function baseline(spec: SecuredPodSpec, containers: Containers): string[] {
  const namespaces = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field] === true);
  const hostPaths = volumeNames(spec, ([type]) => type === "hostPath");
  const hostPorts = containers.filter(({ ports = [] }) => ports.some(({ hostPort = 0 }) => hostPort !== 0));
  const privileged = containers.filter(({ securityContext }) => securityContext?.privileged === true);
  const added = containers.filter(({ securityContext }) =>
    (securityContext?.capabilities?.add ?? []).some((name) => !baselineCapabilities.has(name)),
  );
  return [
    ...when(
      namespaces.length > 0,
      `host namespaces (${namespaces.map((field) => `${field}=true`).join(", ")})`,
    ),
    ...when(hostPaths.length > 0, `hostPath volumes (${plural(hostPaths, "volume")})`),
    ...when(
      hostPorts.length > 0,
      `hostPort (${describe(hostPorts)} ${uses(hostPorts)} ${portList(hostPorts)})`,
    ),
    ...when(
      privileged.length > 0,
      `privileged (${describe(privileged)} must not set securityContext.privileged=true)`,
    ),
    ...when(
      added.length > 0,
      `non-default capabilities (${describe(added)} must not include ${addedNames(added)} in securityContext.capabilities.add)`,
    ),
  ];
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
const baselineCapabilities = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

const restrictedVolumes = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

function restricted(spec: SecuredPodSpec, containers: Containers): string[] {
  const volumes = volumeNames(spec, ([type]) => !restrictedVolumes.has(type));
  const escalating = containers.filter(
    ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
  );
  const capable = containers.filter(
    ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes("ALL"),
  );
  const maybeRoot = containers.filter(
    ({ securityContext }) => (securityContext?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot) !== true,
  );
  const root = containers.filter(({ securityContext }) => securityContext?.runAsUser === 0);
  const profiles = ["RuntimeDefault", "Localhost"];
  const unconfined = containers.filter(({ securityContext }) => {
    const profile = securityContext?.seccompProfile ?? spec.securityContext?.seccompProfile;
    return profile === undefined || !profiles.includes(profile.type);
  });
  return [
    ...when(
      escalating.length > 0,
      `allowPrivilegeEscalation != false (${describe(escalating)} must set securityContext.allowPrivilegeEscalation=false)`,
    ),
    ...when(
      capable.length > 0,
      `unrestricted capabilities (${describe(capable)} must set securityContext.capabilities.drop=["ALL"])`,
    ),
    ...when(volumes.length > 0, `restricted volume types (${plural(volumes, "volume")})`),
    ...when(
      maybeRoot.length > 0,
      `runAsNonRoot != true (pod or ${describe(maybeRoot)} must set securityContext.runAsNonRoot=true)`,
    ),
    ...when(
      spec.securityContext?.runAsUser === 0 || root.length > 0,
      `runAsUser=0 (${root.length > 0 ? describe(root) : "pod"} must not set runAsUser=0)`,
    ),
    ...when(
      unconfined.length > 0,
      `seccompProfile (pod or ${describe(unconfined)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
    ),
  ];
}

function when(applies: boolean, violation: string): string[] {
  return applies ? [violation] : [];
}

function volumeNames(
  spec: SecuredPodSpec,
  test: (source: [type: string, value: unknown]) => boolean,
): string[] {
  return (spec.volumes ?? [])
    .filter((volume) => Object.entries(volume).some((source) => source[0] !== "name" && test(source)))
    .map((volume) => String(volume["name"]));
}

/** `container "a"`, or `containers "a", "b"`. */
function describe(containers: Containers): string {
  return plural(
    containers.map(({ name }) => name),
    "container",
  );
}

function plural(names: readonly string[], noun: string): string {
  const quoted = names.map((name) => JSON.stringify(name)).join(", ");
  return `${noun}${names.length > 1 ? "s" : ""} ${quoted}`;
}

function uses(containers: Containers): string {
  return containers.length > 1 ? "use" : "uses";
}

/** `hostPort 80`, or `hostPorts 443, 80`. */
function portList(containers: Containers): string {
  const ports = containers.flatMap(({ ports = [] }) => ports.flatMap(({ hostPort = 0 }) => hostPort || []));
  const names = [...new Set(ports.map(String))].sort();
  return `hostPort${names.length > 1 ? "s" : ""} ${names.join(", ")}`;
}

function addedNames(containers: Containers): string {
  const names = containers.flatMap(({ securityContext }) => securityContext?.capabilities?.add ?? []);
  return [...new Set(names)]
    .filter((name) => !baselineCapabilities.has(name))
    .map((name) => JSON.stringify(name))
    .join(", ");
}
