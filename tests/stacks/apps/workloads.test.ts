import { expect, it } from "vitest";
import { appsOf, type AppEntry } from "../../../stacks/apps/app.ts";
import { containerArgs } from "../../../stacks/apps/workloads.ts";

const CLUSTER = { clusterName: "blue", oidcIssuer: "https://oidc.invalid", oidcProviderArn: "arn" };

it.each<[string, AppEntry, object]>([
  [
    "what the health check asks for",
    { healthCheck: { path: "/ready", port: 9090 } },
    { path: "/ready", port: 9090 },
  ],
  ["nothing of its own without a health check", {}, {}],
  [
    "by connecting, where the app speaks gRPC",
    { protocolVersion: "GRPC", healthCheck: { path: "/shop.Shop/Ready", port: 9090 } },
    { protocol: "TCP", port: 9090 },
  ],
])("the probes of a container ask for %s", (_, entry, expected) => {
  const apps = { shop: { image: "registry.example.com/shop:1", ...entry } };
  const [app] = appsOf({ app: {}, apps, appOverrides: {}, namespace: "shops" });
  const placement = { namespace: "shops", targetGroupBindings: [] };
  const args = containerArgs({ clusterName: "blue", tags: {} } as never, app!, placement, CLUSTER);
  expect(args.healthCheck).toEqual(expected);
});
