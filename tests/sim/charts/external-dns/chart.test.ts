import { describe, expect, it } from "vitest";
import { externalDnsChart as chart } from "../../../../sim/charts/external-dns/chart.ts";
import type { Gvk, Manifest, ObjectOf } from "../../../../sim/kubernetes/types.ts";

function render(values: Record<string, unknown>, version = "1.22.0"): readonly Manifest[] {
  return chart.render({ name: "external-dns", namespace: "dns", version, values });
}

function find<G extends Gvk>(objects: readonly Manifest[], gvk: G): ObjectOf<G> {
  return objects.find(({ apiVersion, kind }) => `${apiVersion}/${kind}` === gvk) as ObjectOf<G>;
}

describe("externalDnsChart", () => {
  it("renders every object of an installation", () => {
    const objects = render({ policy: "sync" });
    expect(objects.map((object) => `${object.kind}/${object.metadata.name}`)).toEqual([
      "ServiceAccount/external-dns",
      "ClusterRole/external-dns",
      "ClusterRoleBinding/external-dns-viewer",
      "Service/external-dns",
      "Deployment/external-dns",
    ]);
  });

  it("lets the program read what its sources are about, and no more", () => {
    const [role] = render({ policy: "sync", sources: ["ingress"] }).filter(
      ({ kind }) => kind === "ClusterRole",
    );
    expect(role).toMatchObject({
      rules: [
        {
          apiGroups: ["extensions", "networking.k8s.io"],
          resources: ["ingresses"],
          verbs: ["get", "watch", "list"],
        },
      ],
    });
  });

  it("turns values into the program's arguments", () => {
    const objects = render({
      policy: "upsert-only",
      triggerLoopOnEvent: true,
      txtOwnerId: "shop/myeks",
      txtPrefix: "mci-",
      domainFilters: ["example.com", "example.org"],
      annotationPrefix: "external-dns.kubernetes.io/",
      extraArgs: {
        "zone-id-filter": ["Z1", "Z2"],
        "aws-zone-match-parent": true,
        "aws-evaluate-target-health": false,
      },
    });
    expect(find(objects, "apps/v1/Deployment").spec.template.spec.containers[0]?.args).toEqual([
      "--log-level=info",
      "--log-format=text",
      "--interval=1m",
      "--events",
      "--source=service",
      "--source=ingress",
      "--policy=upsert-only",
      "--registry=txt",
      "--txt-owner-id=shop/myeks",
      "--txt-prefix=mci-",
      "--domain-filter=example.com",
      "--domain-filter=example.org",
      "--annotation-prefix=external-dns.kubernetes.io/",
      "--provider=aws",
      "--no-aws-evaluate-target-health",
      "--aws-zone-match-parent",
      "--zone-id-filter=Z1",
      "--zone-id-filter=Z2",
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no policy", {}, "at '': missing property 'policy'"],
    [
      "another policy",
      { policy: "all" },
      "at '/policy': value must be one of 'create-only', 'sync', 'upsert-only'",
    ],
    [
      "an unknown value",
      { policy: "sync", txtOwner: "me" },
      "at '': additional properties 'txtOwner' not allowed",
    ],
    ["what is not modelled", { policy: "sync", namespaced: true }, "NotSimulated: chart value namespaced"],
    [
      "another provider",
      { policy: "sync", provider: { name: "google" } },
      "NotSimulated: chart value provider",
    ],
  ])("refuses %s", (_what, values, message) => {
    expect(() => render(values)).toThrow(message);
  });

  it("does not know other versions", () => {
    expect(() => render({ policy: "sync" }, "1.15.0")).toThrow("NotSimulated: chart external-dns 1.15.0");
  });
});
