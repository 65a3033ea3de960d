import { operatorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(180_000)

type Amount = { minor: number; currency: string; display: string }
type Entry = { journal_id: number; key: string; occurred_at: string; recorded_at: string; amount: Amount; balance: Amount }
type Account = { id: string; balance: Amount }

let arcade: Arcade
let operator: Client

/** Money from a bank into a hold, and its release, at the first, second and third hour of a day long past. */
const story: [key: string, from: string, to: string, minor: number, at: string][] = [
  ["test:read:1", "bank:read", "hold:read", 900, "2026-01-05T01:00:00.000Z"],
  ["test:read:2", "hold:read", "merchant:read:payable", 300, "2026-01-05T03:00:00.000Z"],
  ["test:read:3", "bank:read", "hold:read", 50, "2026-01-05T02:00:00.000Z"],
]

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  for (const [key, from, to, minor, at] of story) {
    await arcade.sql(
      `select ledger_post(array[$1 || '/irr', $2 || '/irr'], array[$3], array['parcel_released'], array['test'], array[false],
         array[1], array[1], array[1], array[2], array[$4::bigint], $5)`,
      [from, to, key, minor, at],
    )
  }
})
afterAll(() => arcade?.stop())

const entries = async (query: string) => (await operator.call<{ entries: Entry[] }>("GET", `/admin/ledger/entries?${query}`)).body.entries
const balances = async (query: string) =>
  (await operator.call<{ accounts: Account[] }>("GET", `/admin/ledger/accounts?${query}`)).body.accounts.map(({ id, balance }) => [id, balance.minor])

test("an account's history: the latest first, with the balance after each entry and both times", async () => {
  const all = await entries("account=hold:read")
  expect(all.map(({ key, amount, balance }) => [key, amount.minor, balance.minor])).toEqual([
    ["test:read:3", 50, 650], ["test:read:2", 300, 600], ["test:read:1", 900, 900],
  ])
  expect(all.map(({ occurred_at }) => occurred_at)).toEqual([story[2]?.[4], story[1]?.[4], story[0]?.[4]])
  expect(all.every(({ recorded_at, occurred_at }) => recorded_at > occurred_at)).toBe(true)
})

test("a range of it: older than one journal and younger than another, with the same balances", async () => {
  const [newest, middle, oldest] = await entries("account=hold:read")
  expect(await entries(`account=hold:read&before=${newest?.journal_id}`)).toEqual([middle, oldest])
  expect(await entries(`account=hold:read&after=${oldest?.journal_id}`)).toEqual([newest, middle])
  expect(await entries(`account=hold:read&before=${newest?.journal_id}&after=${oldest?.journal_id}`)).toEqual([middle])
  expect(await entries("account=hold:read&limit=1")).toEqual([newest])
  expect(await entries("account=hold:nobody")).toEqual([])
})

test("what one has is shown as positive in the history, too", async () => {
  expect((await entries("account=bank:read")).map(({ balance }) => balance.minor)).toEqual([950, 900])
})

test.each<[at: string, hold: number, bank: number]>([
  ["2026-01-05T00:59:59.999Z",   0,    0],
  ["2026-01-05T01:00:00.000Z", 900,  900],
  ["2026-01-05T02:00:00.000Z", 950,  950],
  ["2026-01-05T03:00:00.000Z", 650,  950],
])("the balances at %s go by when things happened", async (at, hold, bank) => {
  expect(await balances(`prefix=hold:read&at=${at}`)).toEqual([["hold:read/irr", hold]])
  expect(await balances(`prefix=bank:read&at=${at}`)).toEqual([["bank:read/irr", bank]])
})

test("a moment that is none is refused", async () => {
  expect((await operator.call("GET", "/admin/ledger/accounts?at=yesterday")).body).toMatchObject({ code: "bad_input" })
  expect((await operator.call("GET", "/admin/ledger/entries?account=hold:read&after=-1")).body).toMatchObject({ code: "bad_input" })
})
