/** Engine tests run seldom: what they edit in the program is looked for here. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { EDITED_PLACES } from "../support/edited-places.ts";

const repository = new URL("../../", import.meta.url);

it.each(Object.entries(EDITED_PLACES))("the program has %s, once", (_, { path, text }) => {
  expect(readFileSync(new URL(path, repository), "utf8").split(text)).toHaveLength(2);
});
