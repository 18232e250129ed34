import { expect, it } from "vitest";
import { answersOf, runExample } from "../support/example.ts";

it("examples/paths keeps the prefix of one application and takes that of the other away", async () => {
  const leftovers = await runExample("paths", async (example) => {
    expect(answersOf(example)).toEqual({ app1: ["eks-test"], app2: ["eks-test"] });
    const { url } = example.loadBalancers[0]!;
    const seen = async (path: string) => (await fetch(url + path)).text();
    expect(await seen("/v1/users?page=2")).toContain("/v1/users?page=2");
    expect(await seen("/v2/users?page=2")).toContain("/users?page=2");
    expect(await seen("/v2/users?page=2")).not.toContain("/v2/");
  });
  expect(leftovers).toEqual([]);
});
