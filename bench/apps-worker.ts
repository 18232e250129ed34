/** Brings up an edge and so many clusters with so many applications, and prints how many milliseconds that takes. */
import { EDGE_FOLDER } from "./critical-path.ts";
import { bringUpFleet } from "./fleet.ts";

const [apps, clusters] = process.argv.slice(2).map(Number);
const names = Array.from({ length: apps! }, (_, index) => `app-${index + 1}`);
const { stackMs } = await bringUpFleet(clusters!, {
  folder: EDGE_FOLDER,
  project: {
    apps: Object.fromEntries(
      names.map((name) => [
        name,
        { content: { type: "colour-page" }, replicas: 1, routes: [{ hosts: [`${name}.example.com`] }] },
      ]),
    ),
  },
  member: {
    // A node has room for 110 pods then, and not for 17.
    podNetworking: { mode: "prefix-delegation" },
    nodeGroups: [{ name: "ng", instanceTypes: ["m5.2xlarge"], count: 2 }],
  },
});
process.stdout.write(String(stackMs.reduce((total, ms) => total + ms, 0)));
