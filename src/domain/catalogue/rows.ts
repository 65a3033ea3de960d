import { parse } from "csv-parse/sync"

import { isRefusal, refuse } from "../errors"
import { headerOf, missingColumns, rowOf, type Row } from "./columns"
import { problem, type Problem } from "./problems"
import { wellFormed } from "./text"

/** What an import takes at most. */
export const MOST_CHARACTERS = 10_000_000
export const MOST_ROWS = 20_000
/** More broken rows than this, and the file is no CSV at all. */
const MOST_BROKEN = 20

type Record_ = { line: number; cells: string[] }

const causeOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split(":")[0] ?? "").toLowerCase() : "it cannot be read"

/**
 * Reads from one line on, up to the end or the first broken row. Lines are counted over quoted cells: a record starts
 * on the line after the one where the record before it ended.
 */
function readFrom(lines: string[], from: number): { records: Record_[]; broken?: { line: number; cause: string } } {
  const records: Record_[] = []
  let end = from
  const keep = (cells: string[], last: number) => {
    if (records.length > MOST_ROWS) refuse("catalogue_too_long", { rows: MOST_ROWS })
    if (cells.some((cell) => cell.trim() !== "")) records.push({ line: end + 1, cells })
    end = from + last
  }
  try {
    parse(lines.slice(from).join("\n"), {
      relax_column_count: true,
      record_delimiter: "\n",
      // Kept here, not in the answer of `parse`, which would be lost with the first broken row.
      on_record: (cells: string[], { lines: last }) => void keep(cells, last),
    })
    return { records }
  } catch (error) {
    if (isRefusal(error, "catalogue_too_long")) throw error
    return { records, broken: { line: end + 1, cause: causeOf(error) } }
  }
}

/** All filled records of the file; a broken one is reported by its first line, and reading goes on with the next line. */
function readRecords(text: string): { records: Record_[]; problems: Problem[] } {
  const lines = wellFormed(text).replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").split("\n")
  const records: Record_[] = []
  const problems: Problem[] = []
  let from = 0
  while (from < lines.length) {
    const read = readFrom(lines, from)
    for (const record of read.records) records.push(record)
    if (!read.broken) break
    problems.push(problem(read.broken.line, "row_unreadable", { cause: read.broken.cause }))
    if (problems.length > MOST_BROKEN) refuse("catalogue_unreadable", { line: read.broken.line, cause: read.broken.cause })
    from = read.broken.line
  }
  return { records, problems }
}

/**
 * The rows of a catalogue in Shopify's format; empty lines are no rows.
 * @throws catalogue_too_large, catalogue_too_long, catalogue_unreadable, catalogue_columns_missing, catalogue_empty
 */
export function readRows(text: string): { rows: Row[]; problems: Problem[] } {
  if (text.length > MOST_CHARACTERS) refuse("catalogue_too_large", { most: MOST_CHARACTERS })
  if (text.includes("\0")) refuse("catalogue_unreadable", { line: text.slice(0, text.indexOf("\0")).split("\n").length, cause: "a zero byte" })
  const { records, problems } = readRecords(text)
  const [first, ...rest] = records
  if (!first || problems.some(({ line }) => line < first.line)) refuse("catalogue_columns_missing", { columns: "handle, title, variant price" })
  const header = headerOf(first.cells)
  const missing = missingColumns(header)
  if (missing.length > 0) refuse("catalogue_columns_missing", { columns: missing.join(", ") })
  if (rest.length === 0 && problems.length === 0) refuse("catalogue_empty")
  if (rest.length > MOST_ROWS) refuse("catalogue_too_long", { rows: MOST_ROWS })

  const rows: Row[] = []
  for (const { line, cells } of rest) {
    const surplus = cells.slice(header.width).some((cell) => cell.trim() !== "")
    if (surplus) problems.push(problem(line, "row_too_long", { cells: cells.length, columns: header.width }))
    else rows.push(rowOf(header, line, cells))
  }
  return { rows, problems }
}
