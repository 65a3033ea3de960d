import { filesBelow, load } from "../docs/source.mjs"
import { query } from "../lib/database.mjs"

/** Makes the tables of modules as a server would: by their own migrations, oldest first. */
export async function makeTables(url, modules) {
  for (const module of modules) {
    const statements = []
    for (const file of filesBelow(`src/modules/${module}/migrations`, ".ts")) {
      const [Migration] = Object.values(load(file))
      Migration.prototype.up.call({ addSql: (sql) => statements.push(sql) })
    }
    await query(url, statements.join(";\n"))
  }
}
