import { describe, expect, it } from "vitest";
import { parseAction } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/action-config.ts";
import { PREFIX } from "../../../../../../sim/charts/aws-load-balancer-controller/controller/ingress/annotations.ts";

function parse(action: object) {
  return parseAction({ [`${PREFIX}/actions.app`]: JSON.stringify(action) }, "app");
}

function forward(...targetGroups: object[]): object {
  return { type: "forward", forwardConfig: { targetGroups } };
}

describe("an action by annotation", () => {
  it("is none where there is no annotation of its name", () => {
    expect(parseAction({ [`${PREFIX}/actions.other`]: "{}" }, "app")).toBeUndefined();
  });

  it("answers by itself, with as much as is given", () => {
    const fixedResponseConfig = { contentType: "text/plain", statusCode: "503", messageBody: "closed" };
    expect(parse({ type: "fixed-response", fixedResponseConfig })).toEqual({
      type: "fixed-response",
      config: { ContentType: "text/plain", StatusCode: "503", MessageBody: "closed" },
    });
    expect(parse({ type: "fixed-response", fixedResponseConfig: { statusCode: "204" } })).toEqual({
      type: "fixed-response",
      config: { StatusCode: "204" },
    });
  });

  it("redirects", () => {
    const redirectConfig = {
      host: "example.com",
      path: "/new",
      port: "443",
      protocol: "HTTPS",
      query: "a=1",
      statusCode: "HTTP_301",
    };
    expect(parse({ type: "redirect", redirectConfig })).toEqual({
      type: "redirect",
      config: {
        Host: "example.com",
        Path: "/new",
        Port: "443",
        Protocol: "HTTPS",
        Query: "a=1",
        StatusCode: "HTTP_301",
      },
    });
  });

  it("forwards to one target group in short", () => {
    expect(parse({ type: "forward", targetGroupARN: "arn:1" })).toEqual({
      type: "forward",
      targetGroups: [{ arn: "arn:1" }],
    });
    expect(parse({ type: "forward", targetGroupName: "outside" })).toEqual({
      type: "forward",
      targetGroups: [{ name: "outside" }],
    });
  });

  it("forwards with weights and stickiness; a port that is a number in quotes is one", () => {
    const targetGroups = [
      { serviceName: "blue", servicePort: "80", weight: 90 },
      { serviceName: "green", servicePort: "http", weight: 10 },
    ];
    const targetGroupStickinessConfig = { enabled: true, durationSeconds: 60 };
    expect(parse({ type: "forward", forwardConfig: { targetGroups, targetGroupStickinessConfig } })).toEqual({
      type: "forward",
      targetGroups: [
        { service: { name: "blue", port: 80 }, weight: 90 },
        { service: { name: "green", port: "http" }, weight: 10 },
      ],
      stickiness: { Enabled: true, DurationSeconds: 60 },
    });
  });

  it.each([
    [{ type: "block" }, "unknown action type: block"],
    [{}, "unknown action type: "],
    [{ type: "fixed-response" }, "missing FixedResponseConfig"],
    [
      { type: "fixed-response", fixedResponseConfig: {} },
      "invalid FixedResponseConfig: statusCode is required",
    ],
    [{ type: "redirect" }, "missing RedirectConfig"],
    [{ type: "redirect", redirectConfig: {} }, "invalid RedirectConfig: statusCode is required"],
    [{ type: "forward" }, "missing ForwardConfig or TargetGroupARN/TargetGroupName"],
    [
      { ...forward(), targetGroupName: "outside" },
      "either ForwardConfig or TargetGroupARN/TargetGroupName can be specified",
    ],
    [
      forward({ targetGroupName: "outside", weight: 1 }, { targetGroupARN: "arn:1" }),
      "invalid ForwardConfig: weight must be set when route to multiple target groups",
    ],
    [
      forward({}),
      "invalid ForwardConfig: invalid TargetGroupTuple: missing serviceName or targetGroupARN/targetGroupName",
    ],
    [
      forward({ serviceName: "app", targetGroupARN: "arn:1" }),
      "invalid ForwardConfig: invalid TargetGroupTuple: either serviceName or targetGroupARN/targetGroupName can be specified",
    ],
    [forward({ serviceName: "app" }), "invalid ForwardConfig: invalid TargetGroupTuple: missing servicePort"],
  ])("is refused: %j", (action, words) => {
    expect(() => parse(action)).toThrow(new Error(words));
  });
});
