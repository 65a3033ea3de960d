import type { Arcade } from "./server"

/**
 * Where one of these words stands, whatever the case: `table.column` of every table of the database, Medusa's own too, so that
 * nothing has to be remembered when a table is added.
 */
export async function tracesOf(arcade: Arcade, words: string[]): Promise<string[]> {
  const tables = await arcade.sql<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")
  const parts = tables.map(({ name }) =>
    `select distinct '${name}.' || said.key as place from "${name}" t cross join lateral jsonb_each_text(to_jsonb(t)) as said where said.value ilike any($1)`)
  const rows = await arcade.sql<{ place: string }>(parts.join(" union "), [words.map((word) => `%${word}%`)])
  return rows.map(({ place }) => place).sort()
}
