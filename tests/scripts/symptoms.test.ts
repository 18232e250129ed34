import { expect, it } from "vitest";
import type { Symptom } from "../../fleet/local/drills/symptom.ts";
import { shownSymptoms } from "../../scripts/symptoms.ts";

const shown = (...symptoms: Symptom[]) =>
  shownSymptoms({ moments: [{ when: "all stacks are up", symptoms }], afterRemedy: [] });

it("leaves out ids and times, but not which targets are meant", () => {
  const what =
    "eni-027da4ba87f73e400 of arn:aws:ec2:eu-west-1:123456789012:security-group/sg-0360365006f1de8e0 " +
    "at 192.168.4.7:8080, 2026-01-01T00:27:38Z, request 7ef6ab54-e5d3-41b1-a461-86c1f0a5b2d3";
  expect(shown({ where: "Pod/deployment-2048-78b6978967-9l89h", what })).toBe(
    [
      "all stacks are up:",
      "  Pod/deployment-2048-…",
      "    eni-… of arn:aws:ec2:eu-west-1:…:security-group/sg-… at 192.168.4.7:8080, …, request …",
    ].join("\n"),
  );
});

it("leaves words and small numbers as they are", () => {
  const what = "StatusCode: 403, 0/3 nodes are available: 3 Too many pods, defaced v3.5.0";
  expect(shown({ where: "cluster myeks", what })).toBe(`all stacks are up:\n  cluster myeks\n    ${what}`);
});

it("shows what differs in ids only once", () => {
  const failed = (pod: string) => ({
    where: `Pod/deployment-2048-78b6978967-${pod}`,
    what: "FailedScheduling",
  });
  expect(shown(failed("j4g9l"), failed("8rklk"))).toBe(
    "all stacks are up:\n  Pod/deployment-2048-…\n    FailedScheduling",
  );
});
