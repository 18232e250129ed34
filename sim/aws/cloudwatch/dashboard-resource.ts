import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { dashboardArn } from "./operations.ts";
import { cloudWatchState } from "./state.ts";

function put(cloud: Cloud, DashboardName: string, DashboardBody: string): string {
  cloud.call(cloud.administrator, "cloudwatch", "PutDashboard", { DashboardName, DashboardBody });
  return DashboardName;
}

/** What a body says, however it is written; what is not known yet says nothing else. */
function contents(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return body;
  }
}

/** Schema: terraform-provider-aws/internal/service/cloudwatch/dashboard.go */
export const dashboardResource = awsResource({
  token: "aws:cloudwatch/dashboard:Dashboard",
  schema: z.object({ dashboardName: z.string(), dashboardBody: z.string() }),
  replaceOnChange: ["dashboardName"],
  computed: ["dashboardArn"],
  isSame: (property, before, after) =>
    property === "dashboardBody" ? isDeepStrictEqual(contents(before), contents(after)) : undefined,
  create: ({ cloud }, { dashboardName, dashboardBody }) => put(cloud, dashboardName, dashboardBody),
  read({ cloud }, dashboardName) {
    const found = cloudWatchState(cloud).dashboards.find(dashboardName);
    const dashboardArnOf = dashboardArn(cloud, dashboardName);
    return found && { dashboardArn: dashboardArnOf, dashboardBody: found.body, dashboardName };
  },
  update({ cloud }, name, _before, { dashboardBody }) {
    put(cloud, name, dashboardBody);
  },
  delete({ cloud }, name) {
    unlessGone(["ResourceNotFound"], () =>
      cloud.call(cloud.administrator, "cloudwatch", "DeleteDashboards", { DashboardNames: [name] }),
    );
  },
});
