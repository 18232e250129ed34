import { expect, it } from "vitest";
import { pod, run, startCluster, type TestCluster } from "../fixture.ts";

function enforce(level: string): TestCluster {
  const cluster = startCluster({ zones: [] });
  cluster.api.patch("v1/Namespace", undefined, "game", {
    metadata: { labels: { "pod-security.kubernetes.io/enforce": level } },
  });
  return cluster;
}

const allowed = {
  spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } },
  container: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } },
};

it("lists all that the restricted standard asks for", () => {
  expect(() => enforce("restricted").api.create(pod("one"))).toThrow(
    'pods "one" is forbidden: violates PodSecurity "restricted:latest": ' +
      'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
});

it("lets a restricted pod in", () => {
  expect(enforce("restricted").api.create(pod("one", allowed)).metadata.name).toBe("one");
});

it.each([
  ["hostNetwork", { spec: { hostNetwork: true } }, "host namespaces (hostNetwork=true)"],
  [
    "hostPath volumes",
    { spec: { volumes: [{ name: "var", hostPath: { path: "/var" } }] } },
    'hostPath volumes (volume "var")',
  ],
  [
    "privileged containers",
    { container: { securityContext: { privileged: true } } },
    'privileged (container "app" must not set securityContext.privileged=true)',
  ],
  [
    "capabilities",
    { container: { securityContext: { capabilities: { add: ["NET_ADMIN"] } } } },
    'non-default capabilities (container "app" must not include "NET_ADMIN" in securityContext.capabilities.add)',
  ],
  [
    "host ports",
    { container: { ports: [{ containerPort: 80, hostPort: 80 }] } },
    'hostPort (container "app" uses hostPort 80)',
  ],
])("refuses %s under the baseline standard", (_, options, violation) => {
  expect(() => enforce("baseline").api.create(pod("one", options))).toThrow(
    `pods "one" is forbidden: violates PodSecurity "baseline:latest": ${violation}`,
  );
});

it("lets an ordinary pod in under the baseline standard", () => {
  const cluster = enforce("baseline");
  cluster.api.create(pod("one"));
  run(cluster, 1);
  expect(cluster.api.find("v1/Pod", "game", "one")).toBeDefined();
});
