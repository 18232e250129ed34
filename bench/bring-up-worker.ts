/** Brings up a fleet of as many clusters as its argument says, and prints the time of each stack in milliseconds. */
import { bringUpFleet } from "./fleet.ts";

const { stackMs } = await bringUpFleet(Number(process.argv[2]));
process.stdout.write(JSON.stringify(stackMs));
