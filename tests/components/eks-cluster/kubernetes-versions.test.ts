import { describe, expect, it } from "vitest";
import { DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSIONS } from "../../../components/index.ts";
import { supportNote, supportProblem } from "../../../components/eks-cluster/version-support.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";

const rows = Object.entries(KUBERNETES_VERSIONS);

describe("the table of Kubernetes versions", () => {
  it.each(rows)("names add-ons of %s that EKS has for it", (kubernetesVersion, { addons }) => {
    const cloud = new SimulatedCloud();
    for (const [addonName, version] of Object.entries(addons)) {
      const [found] = cloud.call(cloud.administrator, "eks", "DescribeAddonVersions", {
        addonName,
        kubernetesVersion,
      }).addons;
      expect(found?.addonVersions.map(({ addonVersion }) => addonVersion)).toContain(version);
    }
  });

  it.each(rows)("has the kube-proxy of %s itself", (kubernetesVersion, { addons }) => {
    expect(addons["kube-proxy"]).toMatch(new RegExp(`^v${kubernetesVersion.replace(".", "\\.")}\\.`));
  });

  it("never makes vpc-cni jump over a minor version when Kubernetes goes up by one", () => {
    const minors = rows.map(([, { addons }]) => Number(addons["vpc-cni"].split(".")[1]));
    for (const [index, minor] of minors.slice(1).entries()) {
      expect(minor - minors[index]!).toBeGreaterThanOrEqual(0);
      expect(minor - minors[index]!).toBeLessThanOrEqual(1);
    }
  });

  it("has a default that is in it", () => {
    expect(Object.keys(KUBERNETES_VERSIONS)).toContain(DEFAULT_KUBERNETES_VERSION);
  });
});

describe("support of a Kubernetes version", () => {
  const at = (today: string, supportType: "STANDARD" | "EXTENDED" = "STANDARD") => {
    const question = { kubernetesVersion: "1.34", supportType, today } as const;
    return { problem: supportProblem(question), note: supportNote(question) };
  };
  const NOTICE =
    "standard support of Kubernetes 1.34 ends on 2026-12-02, and EKS then upgrades the cluster by itself: " +
    "raise kubernetesVersion, or set supportType to EXTENDED";
  const PAST =
    "Kubernetes 1.34 is past its standard support, which ended on 2026-12-02: " +
    "EKS keeps it until 2027-12-02 at six times the price per hour";
  const GONE = "is 1.34, which EKS kept until 2027-12-02; use";

  it("is nobody's concern until sixty days before its standard end", () => {
    expect(at("2026-10-02")).toEqual({ problem: undefined, note: undefined });
    expect(at("2026-10-03")).toEqual({ problem: undefined, note: NOTICE });
    expect(at("2026-10-03", "EXTENDED")).toEqual({ problem: undefined, note: undefined });
  });

  it("ends for STANDARD with its last day", () => {
    expect(at("2026-12-02")).toEqual({ problem: undefined, note: NOTICE });
    expect(at("2026-12-03").problem).toBe(
      "is 1.34, whose standard support ended on 2026-12-02; use 1.35 or 1.36, " +
        "or set supportType to EXTENDED, which keeps it until 2027-12-02 at six times the price per hour",
    );
  });

  it("goes on for EXTENDED, which is said, until that ends too", () => {
    expect(at("2026-12-03", "EXTENDED")).toEqual({ problem: undefined, note: PAST });
    expect(at("2027-12-02", "EXTENDED")).toEqual({ problem: undefined, note: PAST });
    expect(at("2027-12-03", "EXTENDED").problem).toBe(`${GONE} a newer release of this program`);
  });
});
