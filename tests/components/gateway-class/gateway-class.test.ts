import { expect, it } from "vitest";
import { GatewayClass, type GatewayClassArgs } from "../../../components/index.ts";
import { refusalOf, runProgram, valueOf } from "../../support/pulumi-program.ts";

async function made(args: GatewayClassArgs) {
  const { result, resource } = await runProgram(() => new GatewayClass("gateways", args));
  return {
    className: await valueOf(result.className),
    configuration: resource("gateways-configuration").inputs,
    gatewayClass: resource("gateways-class").inputs,
  };
}

it("says by default nothing that a Gateway could not say otherwise", async () => {
  expect(await made({})).toMatchObject({
    className: "alb",
    configuration: {
      apiVersion: "gateway.k8s.aws/v1",
      kind: "LoadBalancerConfiguration",
      metadata: { name: "alb", namespace: "kube-system" },
      spec: { mergingMode: "prefer-gateway" },
    },
    gatewayClass: {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name: "alb" },
      spec: {
        controllerName: "gateway.k8s.aws/alb",
        parametersRef: {
          group: "gateway.k8s.aws",
          kind: "LoadBalancerConfiguration",
          name: "alb",
          namespace: "kube-system",
        },
      },
    },
  });
});

it("pins what those who make Gateways cannot choose", async () => {
  const { configuration, className } = await made({
    className: "internal",
    namespace: "platform",
    scheme: "internal",
    inboundCidrs: ["10.0.0.0/8"],
    precedence: "class",
    tags: { team: "platform" },
  });
  expect(className).toBe("internal");
  expect(configuration["metadata"]).toMatchObject({ name: "internal", namespace: "platform" });
  expect(configuration["spec"]).toEqual({
    mergingMode: "prefer-gateway-class",
    scheme: "internal",
    sourceRanges: ["10.0.0.0/8"],
    tags: { team: "platform" },
  });
});

it("refuses what neither Kubernetes nor the controller would take, all at once", async () => {
  const args = {
    className: "ALB",
    scheme: "public",
    inboundCidrs: [],
    precedence: "both",
  } as unknown as GatewayClassArgs;
  expect(await refusalOf(() => new GatewayClass("gateways", args))).toBe(
    [
      'GatewayClass "gateways" has 4 problems:',
      '  - className is "ALB"; use 1 to 253 lower-case letters, digits, hyphens and dots, the first and the last a letter or digit',
      '  - scheme is "public"; use one of internet-facing, internal',
      "  - inboundCidrs is empty; name who may connect",
      '  - precedence is "both"; use one of gateway, class',
    ].join("\n"),
  );
});
