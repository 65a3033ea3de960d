import fc from "fast-check"

import { piecesOfOrder, refundsOfParts, type Flow, type OpenRefund } from "./given-back"
import { piecesOf, type ParcelFacts, type PartFacts, type Piece } from "./timeline"

const at = "2026-11-01T10:00:00.000Z"
const sum = (rows: { minor: number }[]) => rows.reduce((all, row) => all + row.minor, 0)
const flow = (key: string, from: Flow["from"], minor: number, shop_order_id: string | null = "p0"): Flow => ({ key, from, minor, shop_order_id, at })
const gone = (minor: number): ParcelFacts => ({ id: "prcl_1", state: "released", minor, handed_over_at: at, delivered_at: at, released_at: at, refund_minor: null, window: null })
const part = (more: Partial<PartFacts>): PartFacts => ({ id: "p0", state: "paid", minor: 0, remaining: 0, placed_at: at, parcels: [], settlements: [], flows: [], refunds: [], ...more })
const open = (minor: number, more: Partial<OpenRefund> = {}): OpenRefund => ({ id: "rfnd_1", shop_order_id: "p0", failed: false, minor, execute_after: at, ...more })
const places = (pieces: Piece[]) => Object.fromEntries(pieces.map(({ place, minor }) => [place, minor]))

describe("where an order's money went otherwise than by parcels", () => {
  test.each<[string, PartFacts, object]>([
    ["K5 refunded out of what the merchant was given",   part({ parcels: [gone(1_000)], flows: [flow("refund:r:recourse", "payable", 500)] }), { payable: 500, refunded: 500 }],
    ["P2 cancelled, and its refund not sent yet",        part({ flows: [flow("cancel:c", "hold", 300)], refunds: [open(300)] }),              { refund_due: 300 }],
    ["P2 a refund that Medusa has made in part",         part({ flows: [flow("refund:r:owed", "hold", 300)], refunds: [open(100)] }),         { refunded: 200, refund_due: 100 }],
    ["K2 charged back out of the hold, and won again",   part({ remaining: 100, flows: [flow("chargeback:b", "hold", 100), flow("chargeback:b:mirror", "hold", -100)] }), { hold: 100 }],
    ["K2 charged back",                                  part({ remaining: 60, flows: [flow("chargeback:b", "hold", 40)] }),                  { hold: 60, charged_back: 40 }],
    ["what pays for a replacement is not the buyer's",   part({ remaining: 60, flows: [flow("return:x:credit", "hold", 40)] }),               { hold: 60 }],
    ["a merchant's own pocket is not this order's money", part({ parcels: [gone(100)], flows: [flow("suspense:s:resolved", "payable", 150)] }), { refunded: 100 }],
  ])("%s", (_why, facts, expected) => expect(places(piecesOf(facts))).toEqual(expected))

  test("a refund that failed waits for an operator, and says when it is tried again", () => {
    const [piece] = piecesOf(part({ flows: [flow("cancel:c", "hold", 300)], refunds: [open(300, { failed: true })] }))
    expect(piece).toMatchObject({ place: "refund_due", gate: "bank", waits_for: "operator", subject: "rfnd_1", until: at })
  })

  test("what was paid beyond the order, and the marketplace's own, are in no part", () => {
    const flows = [flow("cancel:c", "own", 20, null), flow("refund:r:owed", "beyond", 30, null)]
    expect(places(piecesOfOrder({ id: "order_1", own: 50, beyond: 70, flows, refunds: [open(30, { shop_order_id: null })] })))
      .toEqual({ marketplace: 30, overpaid: 40, refunded: 20, refund_due: 30 })
  })

  test("one refund of several parts waits in each by what it gave", () => {
    const flows = [flow("cancel:c", "hold", 30), flow("cancel:c", "hold", 60, "p1"), flow("cancel:c", "own", 10, null), flow("refund:rfnd_2:owed", "hold", 50)]
    const shares = refundsOfParts([open(50, { shop_order_id: null }), open(50, { id: "rfnd_2" })], flows)
    expect([...shares].map(([whose, refunds]) => [whose, refunds.map((refund) => refund.minor)])).toEqual([["p0", [15, 50]], ["p1", [30]], [null, [5]]])
  })
})

/** One shop's part as the books keep it: loose money in its hold, parcels, and what left. */
type Book = { id: string; loose: number; parcels: ParcelFacts[]; flows: Flow[]; refunds: OpenRefund[] }
type Step = { act: "pack" | "release" | "refund" | "cancel" | "case" | "chargeback" | "credit" | "grow" | "resolve"; part: number; minor: number; sent: boolean }

/** What happens to orders, in the least that the sums depend on. */
function happen(books: Book[], own: { beyond: number; flows: Flow[] }, { act, part: index, minor, sent }: Step, n: number): void {
  const book = books[index % books.length]
  if (!book) return
  const leave = (kind: string, from: Flow["from"], amount: number) => {
    if (amount === 0) return
    book.flows.push(flow(`${kind}:${n}`, from, amount, book.id))
    if (from === "hold") book.loose -= amount
    if (kind !== "chargeback" && !sent) book.refunds.push(open(amount, { id: `r${n}${from}`, shop_order_id: n % 2 ? book.id : null }))
  }
  const ready = book.parcels.find((parcel) => parcel.state === "packed")
  const given = sum(book.parcels.filter((parcel) => parcel.state === "released")) - sum(book.flows.filter((each) => each.from === "payable"))
  const some = Math.min(minor, book.loose)
  if (act === "pack" && some > 0) {
    book.loose -= some
    book.parcels.push({ ...gone(some), id: `prcl_${n}`, state: "packed", released_at: null })
  }
  if (act === "release" && ready) Object.assign(ready, { state: "released", released_at: at })
  if (act === "case" && ready) {
    ready.state = "refunded"
    if (!sent) book.refunds.push(open(ready.minor, { id: `case${n}`, shop_order_id: book.id }))
  }
  if (act === "cancel") leave("cancel", "hold", book.loose)
  if (act === "refund" || act === "chargeback") {
    leave(act, "hold", some)
    leave(act, "payable", Math.min(minor - some, Math.max(0, given)))
  }
  if (act === "resolve") book.flows.push(flow(`suspense:${n}:resolved`, "payable", Math.min(minor, Math.max(0, given)), book.id))
  const moved = act === "credit" ? some : act === "grow" ? -Math.min(minor, own.beyond) : 0
  if (moved === 0) return
  book.flows.push(flow(`${act === "grow" ? "growth" : "return"}:${n}`, "hold", moved, book.id))
  book.loose -= moved
  own.flows.push(flow(`${act === "grow" ? "growth" : "return"}:${n}`, "beyond", -moved, null))
  own.beyond += moved
}

const steps = fc.array(fc.record({
  act: fc.constantFrom<Step["act"]>("pack", "release", "refund", "cancel", "case", "chargeback", "credit", "grow", "resolve"),
  part: fc.nat(2), minor: fc.integer({ min: 0, max: 1_000 }), sent: fc.boolean(),
}), { maxLength: 40 })

test("law K2: whatever happens to an order, the pieces of its money are what was captured", () => {
  fc.assert(fc.property(fc.array(fc.nat(2_000), { minLength: 1, maxLength: 3 }), fc.nat(500), fc.nat(500), steps, (brought, own, beyond, all) => {
    const books: Book[] = brought.map((loose, index) => ({ id: `p${index}`, loose, parcels: [], flows: [], refunds: [] }))
    const rest = { beyond, flows: [] as Flow[] }
    all.forEach((step, n) => happen(books, rest, step, n))
    const flows = [...books.flatMap((book) => book.flows), ...rest.flows]
    const refunds = refundsOfParts(books.flatMap((book) => book.refunds), flows)
    const pieces = [
      ...books.flatMap(({ id, loose, parcels, flows: own_flows }) => piecesOf(part({
        id, remaining: loose + sum(parcels.filter((parcel) => parcel.state === "packed")), parcels, flows: own_flows, refunds: refunds.get(id) ?? [],
      }))),
      ...piecesOfOrder({ id: "order_1", own, beyond, flows: rest.flows, refunds: refunds.get(null) ?? [] }),
    ]
    expect(sum(pieces)).toBe(brought.reduce((total, minor) => total + minor, own + beyond))
    expect(pieces.every((piece) => piece.minor > 0)).toBe(true)
  }))
})
