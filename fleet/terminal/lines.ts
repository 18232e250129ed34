/** Text for people, in lines that a terminal shows whole. */
import { stripVTControlCharacters } from "node:util";

/** A colour of a terminal, or one character. */
const PIECE = /\u001B\[[\d;]*m|./gsu;

/** Writes text; on a terminal no line of it is longer than that. What programs read is not written by this. */
export function writeLines(stream: NodeJS.WriteStream, text: string): void {
  stream.write(fitted(text, widthOf(stream)));
}

/** Characters in a line of a terminal; undefined for a file or a pipe, which take lines of any length. */
export function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}

/** A text with every line that is longer than `width` broken between words, or within one that is too long itself. */
export function fitted(text: string, width: number | undefined): string {
  if (width === undefined || width <= 0) return text;
  return text
    .split("\n")
    .map((line) => (lengthOf(line) <= width ? line : brokenLine(line, width)))
    .join("\n");
}

/** The rest of a broken line stands further in than its beginning. */
function brokenLine(line: string, width: number): string {
  const indent = /^[\s│├└─-]*/.exec(stripVTControlCharacters(line))![0].length;
  const hanging = " ".repeat(Math.min(indent + 2, Math.floor(width / 2)));
  const lines: string[] = [];
  let current: string | undefined;
  for (const word of line.split(" ")) {
    const longer: string = current === undefined ? word : `${current} ${word}`;
    if (lengthOf(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== undefined && current.trim() !== "") lines.push(current.trimEnd());
    const [last = "", ...full] = brokenWord(
      lines.length === 0 ? longer : hanging + word,
      width,
      hanging,
    ).reverse();
    lines.push(...full.reverse());
    current = last;
  }
  return [...lines, current ?? ""].join("\n");
}

function brokenWord(word: string, width: number, hanging: string): string[] {
  const lines = [""];
  for (const piece of word.match(PIECE) ?? []) {
    const longer = lines.at(-1)! + piece;
    if (lengthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(hanging + piece);
  }
  return lines;
}

function lengthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
