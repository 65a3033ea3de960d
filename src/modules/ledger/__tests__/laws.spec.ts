import { emptyDatabase, type Database } from "../../../../integration-tests/support/database"
import { ledgerSql, openBooks, type Books } from "./books"
import { laws } from "./laws"

jest.setTimeout(60_000)

const RUNS = 25

/** The laws of the ledger, each on random histories by four writers at once, on a real Postgres with the real functions. */
describe("the ledger's laws", () => {
  let database: Database
  let books: Books
  beforeAll(async () => {
    database = await emptyDatabase()
    books = await openBooks(database.url, "true_ledger", ledgerSql())
  })
  afterAll(async () => {
    await books?.close()
    await database?.drop()
  })

  test.each(laws)("law: $name", ({ holds }) => holds(books, RUNS))
})
