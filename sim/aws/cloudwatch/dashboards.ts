import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { operation } from "../../core/operation.ts";
import { apiKind } from "../kind/api-kind.ts";
import { callsOf } from "../kind/call.ts";
import { putResource } from "../kind/put-resource.ts";
import { cloudWatchState } from "./state.ts";

const dashboards = apiKind({
  service: "cloudwatch",
  key: "DashboardName",
  table: (cloud) => cloudWatchState(cloud).dashboards,
  arn: (cloud, name) => cloud.arn("cloudwatch", `dashboard/${name}`, { regional: false }),
  delete: "DeleteDashboards",
  severalKey: "DashboardNames",
});

export const dashboardOperations = {
  PutDashboard: operation<{ readonly DashboardName: string; readonly DashboardBody: string }, object>({
    authorize: dashboards.onNew("PutDashboard"),
    run(cloud, { DashboardName: name, DashboardBody: body }) {
      dashboards.table(cloud).set(name, { arn: dashboards.arn(cloud, name), body });
      return {};
    },
  }),

  DeleteDashboards: dashboards.deletion<{ readonly DashboardNames: readonly string[] }>(),
};

/** What a body says, however it is written; what is not known yet says nothing else. */
function contents(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return body;
  }
}

/** Schema: terraform-provider-aws/internal/service/cloudwatch/dashboard.go */
export const dashboardResource = putResource({
  token: "aws:cloudwatch/dashboard:Dashboard",
  schema: z.object({ dashboardName: z.string(), dashboardBody: z.string() }),
  replaceOnChange: ["dashboardName"],
  computed: ["dashboardArn"],
  isSame: (property, before, after) =>
    property === "dashboardBody" ? isDeepStrictEqual(contents(before), contents(after)) : undefined,
  table: dashboards.table,
  put({ cloud }, { dashboardName: DashboardName, dashboardBody: DashboardBody }) {
    callsOf("cloudwatch")(cloud, "PutDashboard", { DashboardName, DashboardBody });
    return DashboardName;
  },
  read({ cloud }, dashboardName) {
    const found = dashboards.table(cloud).find(dashboardName);
    return found && { dashboardName, dashboardArn: found.arn, dashboardBody: found.body };
  },
  remove: ({ cloud }, name) => dashboards.remove(cloud, name),
});
