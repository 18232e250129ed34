import { describe, expect, it } from "vitest";
import { PREFIX } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/annotations.ts";
import { parseTransforms } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/transform-config.ts";
import { IngressScene } from "../../../../../support/controller-replay/ingress-scene.ts";
import { eventsOf, PREFIX as ANNOTATIONS } from "../../../../../support/controller-replay/objects.ts";

const HOST = {
  type: "host-header-rewrite",
  hostHeaderRewriteConfig: { rewrites: [{ regex: "^(.+)$", replace: "$1.internal" }] },
};
const URL = {
  type: "url-rewrite",
  urlRewriteConfig: { rewrites: [{ regex: "^/api/?(.*)$", replace: "/$1" }] },
};
const HOST_OF_AWS = {
  Type: "host-header-rewrite",
  HostHeaderRewriteConfig: { Rewrites: [{ Regex: "^(.+)$", Replace: "$1.internal" }] },
};
const URL_OF_AWS = {
  Type: "url-rewrite",
  UrlRewriteConfig: { Rewrites: [{ Regex: "^/api/?(.*)$", Replace: "/$1" }] },
};

function parse(...transforms: object[]) {
  return parseTransforms({ [`${PREFIX}/transforms.app`]: JSON.stringify(transforms) }, "app");
}

describe("transforms by annotation", () => {
  it("become those of AWS", () => {
    expect(parseTransforms({}, "app")).toEqual([]);
    expect(parse(HOST, URL)).toEqual([HOST_OF_AWS, URL_OF_AWS]);
  });

  it.each([
    [{ type: "path-rewrite" }, "unknown transform type: path-rewrite"],
    [{}, "unknown transform type: "],
    [{ type: "url-rewrite" }, "missing urlRewriteConfig"],
    [
      { type: "host-header-rewrite", hostHeaderRewriteConfig: { rewrites: [] } },
      "hostHeaderRewriteConfig.rewrites cannot be empty",
    ],
  ])("are refused: %j", (transform, message) => {
    expect(() => parse(transform)).toThrow(new Error(message));
  });

  it("come to the rule, are changed in place and go", () => {
    const scene = new IngressScene();
    const annotate = (...transforms: object[]) =>
      scene.annotate({ [`${ANNOTATIONS}/transforms.app`]: JSON.stringify(transforms) });
    const shown = () => scene.rules().map(({ RuleArn, Transforms }) => ({ RuleArn, Transforms }));
    scene.deploy({ [`${ANNOTATIONS}/transforms.app`]: JSON.stringify([URL, HOST]) });
    const [{ RuleArn } = {}] = shown();
    expect(shown()).toEqual([{ RuleArn, Transforms: [URL_OF_AWS, HOST_OF_AWS] }]);
    annotate(HOST, URL);
    expect(shown()).toEqual([{ RuleArn, Transforms: [URL_OF_AWS, HOST_OF_AWS] }]);
    annotate(HOST);
    expect(shown()).toEqual([{ RuleArn, Transforms: [HOST_OF_AWS] }]);
    scene.annotate({ [`${ANNOTATIONS}/transforms.app`]: null });
    expect(shown()).toEqual([{ RuleArn, Transforms: undefined }]);
    annotate({ type: "url-rewrite" });
    expect(eventsOf(scene.cluster)).toContainEqual(
      expect.stringMatching(/FailedBuildModel .*ingress: game\/app: missing urlRewriteConfig/),
    );
  });
});
