import { fileURLToPath } from "node:url";
import { DRILLS } from "../fleet/local/drills/index.ts";
import type { Drill } from "../fleet/local/drills/drill.ts";
import { Scene } from "../fleet/local/drills/scene.ts";
import { shownSymptoms } from "./symptoms.ts";
import { code, fence, PROJECT, type Page } from "./page.ts";

/** Well-known failures by symptom: each drill is played, and what it shows is written down. */
export const troubleshootingPage: Page = {
  path: "docs/troubleshooting.md",
  async render() {
    const scene = new Scene({ projectDirectory: fileURLToPath(PROJECT) });
    const symptoms = new Map<Drill, string>();
    for (const drill of DRILLS) symptoms.set(drill, shownSymptoms(await drill.play(scene)));
    return renderTroubleshooting((drill) => symptoms.get(drill)!);
  },
};

/** The page with the symptoms that `symptomsOf` gives. */
export function renderTroubleshooting(symptomsOf: (drill: Drill) => string): string {
  return [
    "# Troubleshooting",
    "Failures that fleets of clusters behind one load balancer are known for: what one sees, why, and what helps. Look for " +
      "the words of your message. The symptoms come from the simulated cloud, in the words of AWS, Kubernetes, the " +
      "controller and Pulumi; ids and times are left out (`…`). To see one happen: `npm run local -- --drill <name>`.",
    "The two places that tell most are the events of the TargetGroupBinding and the health of the targets:",
    fence(
      "sh",
      "kubectl describe targetgroupbindings --all-namespaces\n" +
        'aws elbv2 describe-target-health --target-group-arn "$(pulumi stack output targetGroupArn --stack cluster1)"',
    ),
    ...DRILLS.map((drill) =>
      [
        `## ${drill.name}`,
        `${capitalised(escaped(drill.summary))}.`,
        "**What one sees**",
        fence("text", symptomsOf(drill)),
        `**Cause.** ${escaped(drill.cause)}`,
        `**Remedy.** ${escaped(drill.remedy)}`,
        `Try it: ${code(`npm run local -- --drill ${drill.name}`)}`,
      ].join("\n\n"),
    ),
  ].join("\n\n");
}

/** Text that Markdown shows as it stands. */
function escaped(text: string): string {
  return text.replaceAll(/[<>*_[\]\\]/g, "\\$&");
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
