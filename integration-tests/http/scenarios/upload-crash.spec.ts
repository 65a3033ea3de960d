import { existsSync } from "node:fs"
import { join } from "node:path"

import { eventually, memberOf, operatorOf, type Client } from "../../support/client"
import { applicantOf, paper, type Applicant } from "../../support/merchants"
import { openArcade, type Arcade } from "../../support/server"

jest.setTimeout(240_000)

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
/** Where Medusa's local file provider keeps what the tests' servers are given. */
const kept = (key: string) => existsSync(join(__dirname, "../../../static", key))

let arcade: Arcade
let operator: Client
let member: Client
let applicant: Applicant

beforeAll(async () => {
  arcade = await openArcade()
  ;[operator, member] = await Promise.all([operatorOf(arcade), memberOf(arcade)])
  applicant = await applicantOf(arcade)
})
afterAll(() => arcade?.stop())

const left = async () => (await arcade.sql<{ file_key: string }>("select file_key from file_upload order by file_key")).map((row) => row.file_key)

test("killed between the file and its row, an upload leaves a file that is known, and deleted after an hour; the same again is kept", async () => {
  const shop = arcade.seed.merchants[0]?.shops[0]?.id ?? "none"
  const uploads = [
    () => applicant.member.call("POST", "/merchant/documents", paper("national_card")),
    () => member.call("POST", `/merchant/shops/${shop}/pictures`, { content: PNG }),
  ]
  for (const upload of uploads) {
    await arcade.restart({ PASAJ_FAILPOINT: "file-stored-before-row" })
    await upload().catch(() => undefined) // the connection is cut
    await eventually(() => fetch(`${arcade.url}/health`).then(() => true, () => false), (answers) => !answers)
  }
  await arcade.restart()
  const orphans = await left()
  expect(orphans).toHaveLength(2)
  expect(orphans.map(kept)).toEqual([true, true])

  for (const upload of uploads) expect(await upload()).toMatchObject({ status: 201 })
  await operator.call("POST", "/admin/clock", { advance_days: 1 }) // an upload is counted in real time
  expect(await left()).toEqual(orphans)
  await arcade.sql("update file_upload set begun_at = begun_at - interval '2 hours'")
  await operator.call("POST", "/admin/clock", { advance_days: 1 })
  await eventually(left, (files) => files.length === 0) // a minute's job may be the one that deletes them
  expect(orphans.map(kept)).toEqual([false, false])
  const keys = await arcade.sql<{ key: string }>("select file_key as key from merchant_document where merchant_id = $1 union all select file_id from shop_picture where shop_id = $2", [applicant.id, shop])
  expect(keys.map(({ key }) => kept(key))).toEqual([true, true])
})
