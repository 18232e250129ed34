import { expect, it } from "vitest";
import { isKeyAt } from "../../../stacks/config/known-keys.ts";
import { configSchema } from "../../../stacks/config/schema.ts";

it.each([
  ["clusterName", true],
  ["apps.shop.routes[0].hosts[0]", true],
  ["apps.shop.targetGroupArn", false],
  ["app.image", true],
  ["app.constructor", false],
  ["ingress.targetGroups", true],
  ["ingress.clusterName", false],
  ["tags.example.com/team", true],
  ["weights.default.myeks", true],
  ["addons.gatewayApi.version", true],
  ["nodeGroups[0].minSize", true],
  ["vpc.existing.publicSubnetIds[1]", true],
  ["vpc.existing.subnetIds", false],
])("%s is a key: %s", (path, expected) => {
  expect(isKeyAt(configSchema, path)).toBe(expected);
});
