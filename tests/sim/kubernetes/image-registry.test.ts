import { expect, it } from "vitest";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { imagesOf, repositoryOf } from "../../../sim/kubernetes/image-registry.ts";

it("knows images by their repository, whatever registry defaults are left out", () => {
  expect(
    ["nginx", "nginx:1@sha256:0", "bitnami/nginx:2", "localhost:5000/a/b:c", "public.ecr.aws/a/b"].map(
      repositoryOf,
    ),
  ).toEqual([
    "docker.io/library/nginx",
    "docker.io/library/nginx",
    "docker.io/bitnami/nginx",
    "localhost:5000/a/b",
    "public.ecr.aws/a/b",
  ]);
});

it("gives a stand-in for an image that it does not know", () => {
  const images = imagesOf(new SimulatedCloud());
  const standsIn = (image: string) => images.find(image).standIn === true;
  expect(
    ["nginx:1", "public.ecr.aws/l6m2t8p7/docker-2048", "bitnami/nginx:2", "shop"].filter(standsIn),
  ).toEqual(["bitnami/nginx:2", "shop"]);
});
