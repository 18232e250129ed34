/** Writes the pages that are made from the code: `npm run generate`. */
import { writeFileSync } from "node:fs";
import { componentsPage } from "./generate-components.ts";
import { configurationPage } from "./generate-configuration.ts";
import { coveragePage } from "./reach/page.ts";
import { troubleshootingPage } from "./generate-troubleshooting.ts";
import { contentOf, PROJECT } from "./page.ts";

for (const page of [componentsPage, configurationPage, coveragePage, troubleshootingPage]) {
  writeFileSync(new URL(page.path, PROJECT), await contentOf(page));
  process.stdout.write(`${page.path}\n`);
}
