import { expect, it } from "vitest";
import { DEFAULTS } from "../../../stacks/config/defaults.ts";
import { roleProblems } from "../../../stacks/config/role-problems.ts";

const EDGE = { ...DEFAULTS, role: "edge", edgeName: "edge", clusterName: "edge" } as const;
const LOGS = ["audit"] as const;

it("an edge is refused what concerns clusters where its own file says it", () => {
  expect(roleProblems({ ...EDGE, enabledLogTypes: [...LOGS] }, {})).toEqual([
    {
      path: "enabledLogTypes",
      reason: "is set, but an edge has no cluster; set it in the stacks of the clusters",
    },
  ]);
});

it("an edge leaves aside what the project says for all clusters", () => {
  expect(roleProblems({ ...EDGE, enabledLogTypes: [...LOGS] }, { enabledLogTypes: LOGS })).toEqual([]);
});

it("an edge that says something else than the project is refused", () => {
  expect(
    roleProblems({ ...EDGE, enabledLogTypes: ["api"] }, { enabledLogTypes: LOGS }).map(({ path }) => path),
  ).toEqual(["enabledLogTypes"]);
});
