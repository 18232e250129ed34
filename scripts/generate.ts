/** Writes the pages that are made from the code: `npm run generate`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { componentsPage } from "./generate-components.ts";
import { configurationPage } from "./generate-configuration.ts";
import { coveragePage } from "./reach/page.ts";
import { troubleshootingPage } from "./generate-troubleshooting.ts";
import { contentOf, PROJECT } from "./page.ts";

for (const page of [componentsPage, configurationPage, coveragePage, troubleshootingPage]) {
  const file = new URL(page.path, PROJECT);
  const content = await contentOf(page);
  // Other checks may be reading it.
  if (!existsSync(file) || readFileSync(file, "utf8") !== content) writeFileSync(file, content);
  process.stdout.write(`${page.path}\n`);
}
