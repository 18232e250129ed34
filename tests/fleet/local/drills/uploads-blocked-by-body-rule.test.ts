import { expect, it } from "vitest";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { EDGE, play, told } from "./support.ts";

it.each([
  ["the repository's stacks", undefined],
  ["an edge", new Scene({ projectDirectory: EDGE })],
])("uploads-blocked-by-body-rule lets large bodies through when their path is named: %s", async (_, on) => {
  const { moments, afterRemedy } = await play("uploads-blocked-by-body-rule", on);
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "the rule groups of AWS count
      a request with a body of 8 KB
        answered by the app
      one with a body of 1 MB
        answered by the app
    they block
      a request with a body of 8 KB
        answered by the app
      one with a body of 1 MB
        status 403
    protection.uploads names the path
      a request with a body of 8 KB
        answered by the app
      one with a body of 1 MB
        answered by the app"
  `);
});
