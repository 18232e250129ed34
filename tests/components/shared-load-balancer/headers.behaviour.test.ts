/** Headers of answers of a load balancer that Pulumi owns, on a living one. */
import { expect, it } from "vitest";
import type { ResponseHeadersArgs } from "../../../components/index.ts";
import { EdgeScene } from "../../support/edge-scene.ts";

const scene = new EdgeScene();

async function underLoad(responseHeaders?: ResponseHeadersArgs) {
  const load = scene.load({ status: 200 });
  const apps = [{ name: "news", routes: [{ fixedResponse: { statusCode: 200 as const } }] }];
  const { steps, problem } = await scene.edge({ apps, ...(responseHeaders && { responseHeaders }) });
  scene.cloud.clock.advance(10_000);
  const { failed } = load.take();
  load.stop();
  return { steps, problem, failed };
}

function header(key: string) {
  const { cloud, shared } = scene;
  const { Attributes } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeListenerAttributes",
    { ListenerArn: shared.httpListenerArn },
  );
  return Attributes.find(({ Key }) => Key === key)?.Value;
}

const FRAMES = "routing.http.response.x_frame_options.header_value";
const IN_PLACE = { steps: ["update edge-http"], problem: "", failed: {} };

it("come and change in place, and are not said to go where they stay", async () => {
  expect(
    await scene.edge({ apps: [{ name: "news", routes: [{ fixedResponse: { statusCode: 200 } }] }] }),
  ).toMatchObject({ problem: "" });
  expect(await underLoad({ frameOptions: "DENY", server: false })).toEqual(IN_PLACE);
  expect([header(FRAMES), header("routing.http.response.server.enabled")]).toEqual(["DENY", "false"]);
  expect(await underLoad({ frameOptions: "SAMEORIGIN" })).toEqual(IN_PLACE);
  expect([header(FRAMES), header("routing.http.response.server.enabled")]).toEqual(["SAMEORIGIN", "true"]);
  expect(await underLoad()).toEqual({
    steps: [],
    problem: expect.stringContaining(
      `modify-listener-attributes --listener-arn ${scene.shared.httpListenerArn} --attributes Key=${FRAMES},Value=\n`,
    ) as string,
    failed: {},
  });
  expect(await underLoad({ frameOptions: "SAMEORIGIN" })).toEqual({ ...IN_PLACE, steps: [] });
});
