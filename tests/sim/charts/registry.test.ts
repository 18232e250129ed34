import { describe, expect, it } from "vitest";
import { chartsOf } from "../../../sim/charts/registry.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";

const charts = chartsOf(new SimulatedCloud());

describe("ChartRegistry", () => {
  it("finds the load balancer controller's chart by name, with or without its repository", () => {
    expect(charts.find("aws-load-balancer-controller", "https://aws.github.io/eks-charts/").versions).toEqual(
      {
        "3.4.3": "v3.4.3",
        "3.5.0": "v3.5.0",
      },
    );
    expect(charts.find("eks/aws-load-balancer-controller").name).toBe("aws-load-balancer-controller");
  });

  it("knows no other chart", () => {
    expect(() => charts.find("ingress-nginx")).toThrow("NotSimulated: chart ingress-nginx");
  });

  it("does not take a chart of that name from elsewhere", () => {
    expect(() => charts.find("aws-load-balancer-controller", "https://charts.example.com")).toThrow(
      "NotSimulated: chart aws-load-balancer-controller (from https://charts.example.com)",
    );
  });
});
