import { expect, it } from "vitest";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { EDGE, play, told } from "./support.ts";

it.each([
  ["the repository's stacks", undefined],
  ["an edge", new Scene({ projectDirectory: EDGE })],
])("rate-limit-behind-one-address tells clients apart by the proxy's header: %s", async (_, on) => {
  const { moments, afterRemedy } = await play("rate-limit-behind-one-address", on);
  expect(told([...moments, ...afterRemedy])).toMatchInlineSnapshot(`
    "no limit
      a client with 10 requests a second
        answered by the app
      a client with one a second, through the same proxy
        answered by the app
    100 requests a minute
      a client with 10 requests a second
        status 429
      a client with one a second, through the same proxy
        status 429
    protection.clientAddressHeader is X-Forwarded-For
      a client with 10 requests a second
        status 429
      a client with one a second, through the same proxy
        answered by the app"
  `);
});
