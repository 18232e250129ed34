import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { componentsPage } from "../../scripts/generate-components.ts";
import { configurationPage } from "../../scripts/generate-configuration.ts";
import { coveragePage } from "../../scripts/reach/page.ts";
import { renderTroubleshooting, troubleshootingPage } from "../../scripts/generate-troubleshooting.ts";
import { contentOf, PROJECT, type Page } from "../../scripts/page.ts";

/** TypeDoc loads the declarations of all Pulumi packages. */
const TYPEDOC_MS = 90_000;

const committed = ({ path }: Page) => readFileSync(new URL(path, PROJECT), "utf8");

describe("generated pages are what `npm run generate` would write", () => {
  it.each([configurationPage, coveragePage])("$path", async (page) => {
    expect(committed(page)).toBe(await contentOf(page));
  });

  it(
    componentsPage.path,
    async () => {
      expect(committed(componentsPage)).toBe(await contentOf(componentsPage));
    },
    TYPEDOC_MS,
  );

  // Playing all drills takes too long here; `.ci/run` does it.
  it(`${troubleshootingPage.path}, but for the symptoms`, async () => {
    const current = await contentOf({
      path: troubleshootingPage.path,
      render: () => renderTroubleshooting(() => "symptoms"),
    });
    expect(
      committed(troubleshootingPage).replaceAll(/```text\n[\s\S]*?\n```/g, "```text\nsymptoms\n```"),
    ).toBe(current);
  });
});
