import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { describeFailure, explain } from "../../../fleet/local/failures.ts";
import type { UpResult } from "../../../sim/hosts/in-process/host.ts";

describe("the lines of a failure", () => {
  it("begin with the event that tells the cause", () => {
    expect(
      explain("it was created, but timed out\nnobody answered\nFailedBuildModel: access denied"),
    ).toEqual(["FailedBuildModel: access denied", "it was created, but timed out", "nobody answered"]);
  });

  it("begin with what a container wrote before it ended, and end with what it wrote in peace", () => {
    expect(
      explain(
        'timed out\n[Pod a]: {"level":"info","msg":"v3"}\nFailed: b\n[Pod a]: {"level":"error","msg":"no VPC"}',
      ),
    ).toEqual([
      '[Pod a]: {"level":"error","msg":"no VPC"}',
      "Failed: b",
      "timed out",
      '[Pod a]: {"level":"info","msg":"v3"}',
    ]);
  });

  it("are counted where they differ in generated names only", () => {
    expect(
      explain(
        [
          "[Pod game/app-78b6978967-9l89h]: containers with unready status: [app]",
          "[Pod game/app-78b6978967-7lz8f]: containers with unready status: [app]",
          "[Pod game/other-78b6978967-7lz8f]: containers with unready status: [app]",
          `FailedCreatePodSandBox: sandbox "${"0a".repeat(32)}" failed`,
          `FailedCreatePodSandBox: sandbox "${"1b".repeat(32)}" failed`,
          "back-off in pod c-767974845f-q67zr_kube-system(7ef6ab54-e5d3-41b1-a461-86ba3afb93dc) at 2026-01-01T00:13:07Z",
          "back-off in pod c-767974845f-jxj7p_kube-system(cd8cb0cd-cf37-4041-a640-c0e0bf22d848) at 2026-01-01T00:13:08Z",
        ].join("\n"),
      ),
    ).toEqual([
      `FailedCreatePodSandBox: sandbox "${"0a".repeat(32)}" failed (and 1 more like it)`,
      "[Pod game/app-78b6978967-9l89h]: containers with unready status: [app] (and 1 more like it)",
      "[Pod game/other-78b6978967-7lz8f]: containers with unready status: [app]",
      "back-off in pod c-767974845f-q67zr_kube-system(7ef6ab54-e5d3-41b1-a461-86ba3afb93dc) at 2026-01-01T00:13:07Z (and 1 more like it)",
    ]);
  });
});

describe("a stack's failure", () => {
  const nothing: UpResult = {
    succeeded: false,
    failures: [],
    outputs: {},
    counts: { create: 0, update: 0, replace: 0, same: 0, read: 0, delete: 0 },
  };
  const failure = (type: string, name: string, message: string) => ({ urn: "", type, name, message });

  it("tells what the program says to its user without a stack trace", () => {
    const programError = new pulumi.RunError("the configuration has a problem:\n  - role is missing");
    expect(describeFailure("cluster1", { ...nothing, programError })).toBe(
      "stack cluster1 failed:\n  the configuration has a problem:\n    - role is missing",
    );
  });

  it("shows the stack trace of a defect", () => {
    const programError = new TypeError("x is undefined");
    expect(describeFailure("cluster1", { ...nothing, programError })).toBe(
      `stack cluster1 failed:\n${programError.stack!.replaceAll(/^/gm, "  ")}`,
    );
  });

  it("tells each failure once, those with a cause first, and before them what shows elsewhere", () => {
    const result = {
      ...nothing,
      failures: [
        failure("aws:ec2/vpc:Vpc", "slow", "timed out"),
        failure("kubernetes:core/v1:Service", "refused", "it waited\nFailedBuildModel: access denied"),
        failure("aws:ec2/getVpc:getVpc", "aws:ec2/getVpc:getVpc", "no such VPC"),
        failure("aws:ec2/getVpc:getVpc", "aws:ec2/getVpc:getVpc", "no such VPC"),
      ],
    };
    expect(describeFailure("cluster1", result, ["target a is unhealthy"])).toBe(
      [
        "stack cluster1 failed:",
        "  target a is unhealthy",
        "  kubernetes:core/v1:Service (refused):",
        "    FailedBuildModel: access denied",
        "    it waited",
        "  aws:ec2/vpc:Vpc (slow):",
        "    timed out",
        "  no such VPC",
      ].join("\n"),
    );
  });
});
