import type * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { describe } from "../../../../components/multi-cluster-ingress/gateway/objects.ts";

it("an object without annotations has no empty map of them", () => {
  const place = { parent: {} as pulumi.Resource, namespace: "shops" };
  const own = { name: "shop", annotations: {}, spec: {}, transform: undefined };
  expect(describe(place, "HTTPRoute", "blue-shop-route", own).args).toEqual({
    metadata: { name: "shop", namespace: "shops" },
    spec: {},
  });
});
