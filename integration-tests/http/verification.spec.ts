import { buyerOf, eventually, memberOf, operatorOf, visitorOf, type Client } from "../support/client"
import { applicantOf, company, handInAll, licence, newOperatorOf, paper, person, verificationOf, verifiedMerchant, type Applicant, type Verification } from "../support/merchants"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(180_000)

type Merchant = { merchant: { id: string; state: string; reviewer_id?: string | null; review_note: string | null; phone: string } }
type Changes = { changes: { id: string; item: string; merchant_id: string }[] }

let arcade: Arcade
let operator: Client
let second: Client

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  second = await newOperatorOf(arcade, operator)
})
afterAll(() => arcade?.stop())

const act = (id: string, name: string, body: object = {}, as = operator) => as.call<Merchant>("POST", `/admin/merchants/${id}/${name}`, body)
const details = ({ member, id }: Applicant, body: object) => member.call<{ verification: Verification }>("POST", `/merchant/merchants/${id}/details`, body)
const resubmit = ({ member, id }: Applicant) => member.call<Merchant>("POST", `/merchant/merchants/${id}/resubmission`, {})
const advance = (days: number) => operator.call("POST", "/admin/clock", { advance_days: days })
const codes = (replies: { body: { code?: string } }[]) => replies.map(({ body }) => body.code)

describe("K10 four kinds of applicants", () => {
  test.each<[string, object, string[]]>([
    ["natural_unlicensed", person, ["payout_account", "document:national_card"]],
    ["natural_licensed", { ...person, ...licence }, ["payout_account", "document:national_card", "document:licence"]],
    ["legal_unlicensed", company, ["payout_account", "document:company_registration"]],
    ["legal_licensed", { ...company, ...licence }, ["payout_account", "document:company_registration", "document:licence"]],
  ])("%s: nobody is verified before all that is asked for is there", async (set, application, missing) => {
    const applicant = await applicantOf(arcade, application)
    expect(await verificationOf(applicant)).toMatchObject({ set, missing })
    await act(applicant.id, "claim")
    expect(await act(applicant.id, "verification")).toMatchObject({ status: 400, body: { code: "requirements_missing" } })
    await act(applicant.id, "release")
    await handInAll(applicant)
    await act(applicant.id, "claim")
    expect(await act(applicant.id, "verification")).toMatchObject({ status: 200, body: { merchant: { state: "verified" } } })
  })

  test.each<[string, object, string]>([
    ["a company's id with a wrong checksum", { ...company, company_id: "10380284791" }, "company_id_invalid"],
    ["a person's with a wrong checksum", { ...person, national_id: "0076229646" }, "national_id_invalid"],
    ["a licence that has ended", { ...person, ...licence, licence_expires_on: "2020-01-01" }, "document_expired"],
    ["a day that there is not", { ...person, ...licence, licence_expires_on: "2030-02-30" }, "bad_input"],
    ["a postal code of letters", { ...person, postal_code: "abcdefghij" }, "bad_input"],
  ])("%s is refused", async (_what, application, code) => {
    const member = await memberOf(arcade)
    expect(await member.call("POST", "/merchant/merchants", application)).toMatchObject({ status: 400, body: { code } })
  })
})

describe("K10 the reviewers' queue", () => {
  test("of eight who claim an application at once one has it; only that one decides, until it is put back", async () => {
    const { id } = await applicantOf(arcade)
    const claims = await Promise.all(Array.from({ length: 8 }, (_, i) => act(id, "claim", {}, i % 2 ? operator : second)))
    const [won] = claims.filter(({ status }) => status === 200)
    expect(codes(claims).filter((code) => code === "wrong_state")).toHaveLength(7)
    const [winner, loser] = claims.indexOf(won ?? claims[0] as never) % 2 ? [operator, second] : [second, operator]
    const mine = async (as: Client) => (await as.call<{ merchants: { id: string }[] }>("GET", "/admin/merchants?mine=true&limit=200")).body.merchants.map((each) => each.id)
    expect([(await mine(winner)).includes(id), (await mine(loser)).includes(id)]).toEqual([true, false])

    expect(codes([await act(id, "verification", {}, loser), await act(id, "rejection", { reason: "not mine" }, loser), await act(id, "change-request", { reason: "not mine" }, loser)]))
      .toEqual(Array(3).fill("claimed_by_another"))
    expect(await act(id, "release", {}, loser)).toMatchObject({ status: 200, body: { merchant: { state: "applied", reviewer_id: null } } })
    await act(id, "claim", {}, loser)
    expect(await act(id, "rejection", { reason: "the person is not theirs" }, loser)).toMatchObject({ status: 200, body: { merchant: { state: "rejected" } } })
    expect(codes([await act(id, "claim"), await act(id, "release"), await act(id, "verification"), await act(id, "rejection", { reason: "twice" })])).toEqual(Array(4).fill("wrong_state"))
  })

  test("is filtered by state, kind and licence, the oldest first, and read page by page", async () => {
    const made: string[] = []
    for (const application of [company, { ...company, ...licence }, person]) made.push((await applicantOf(arcade, application)).id)
    const page = async (query: string) => (await operator.call<{ merchants: { id: string }[] }>("GET", `/admin/merchants?state=applied&${query}`)).body.merchants.map(({ id }) => id)
    const legal = await page("kind=legal&limit=200")
    expect(legal.filter((id) => made.includes(id))).toEqual(made.slice(0, 2))
    expect((await page("kind=legal&licensed=true&limit=200")).filter((id) => made.includes(id))).toEqual([made[1]])
    const [first = ""] = legal
    expect(await page(`kind=legal&limit=200&after=${first}`)).toEqual(legal.slice(1))
    expect(await operator.call("GET", "/admin/merchants?licensed=perhaps")).toMatchObject({ status: 400, body: { code: "bad_input" } })
  })
})

describe("K10 changes, field by field", () => {
  test("the applicant sees what is asked for and changes exactly that", async () => {
    const applicant = await applicantOf(arcade)
    await handInAll(applicant)
    await act(applicant.id, "claim")
    expect(await details(applicant, { phone: "+989121111111" })).toMatchObject({ status: 400, body: { code: "wrong_state" } })
    const items = [{ item: "address", note: "Which building?" }, { item: "document:national_card", note: "Too dark." }]
    expect(await act(applicant.id, "change-request", { reason: "two things", items })).toMatchObject({ status: 200, body: { merchant: { state: "needs_changes", review_note: "two things" } } })
    expect((await verificationOf(applicant)).asked).toEqual(items.map((each) => ({ ...each, given: false })))

    expect(codes([
      await details(applicant, { phone: "+989121111111" }),
      await details(applicant, { address: "Tehran, Enqelab 2", name: "Somebody Else" }),
      await applicant.member.call("POST", "/merchant/documents", paper("licence")),
      await resubmit(applicant),
    ])).toEqual(["item_not_asked_for", "item_not_asked_for", "item_not_asked_for", "changes_outstanding"])
    expect(await details(applicant, { address: "Tehran, Enqelab 1" })).toMatchObject({ status: 400, body: { code: "nothing_changed" } })
    await details(applicant, { address: "Tehran, Enqelab 2, second floor" })
    expect(await resubmit(applicant)).toMatchObject({ status: 400, body: { code: "changes_outstanding" } })
    await applicant.member.call("POST", "/merchant/documents", paper("national_card"))
    expect((await verificationOf(applicant)).asked.map(({ given }) => given)).toEqual([true, true])
    expect(await resubmit(applicant)).toMatchObject({ status: 200, body: { merchant: { state: "in_review" } } })
    expect(await act(applicant.id, "verification")).toMatchObject({ status: 200, body: { merchant: { state: "verified" } } })
    expect((await verificationOf(applicant)).asked).toEqual([])
  })

  test("what nobody can ask for, or asks for twice, is bad input", async () => {
    const { id } = await applicantOf(arcade)
    await act(id, "claim")
    const ask = (items: object[]) => act(id, "change-request", { reason: "something", items })
    expect(codes([
      await ask([{ item: "shoe_size", note: "Which?" }]), await ask([{ item: "phone", note: "" }]), await ask([{ item: "phone", note: "One" }, { item: "phone", note: "Two" }].map((each) => ({ ...each, note: `${each.note} more` }))),
    ])).toEqual(Array(3).fill("bad_input"))
  })
})

describe("K10 a verified merchant changes", () => {
  const openOf = async (id: string) => (await operator.call<Changes>("GET", `/admin/merchant-changes?merchant_id=${id}`)).body.changes
  const decide = (id: string, how: "acceptance" | "refusal", body: object = {}) => operator.call("POST", `/admin/merchant-changes/${id}/${how}`, body)

  test("what was verified stays until an operator has seen the new, and the newest counts", async () => {
    const applicant = await verifiedMerchant(arcade, operator)
    const shown = async () => (await applicant.member.call<Merchant>("GET", `/merchant/merchants/${applicant.id}`)).body.merchant
    await details(applicant, { phone: "+989123333333" })
    const { body } = await details(applicant, { phone: "+989124444444" })
    expect(body.verification.waiting.map(({ item, value }) => [item, value])).toEqual([["phone", "+989124444444"]])
    expect(await shown()).toMatchObject({ state: "verified", phone: person.phone })

    const [change] = await openOf(applicant.id)
    const both = await Promise.all(Array.from({ length: 8 }, (_, i) => decide(change?.id ?? "", i % 2 ? "acceptance" : "refusal", i % 2 ? {} : { note: "I cannot see it" })))
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(codes(both).filter((code) => code === "change_decided")).toHaveLength(7)
    const accepted = both.findIndex(({ status }) => status === 200) % 2 === 1
    expect((await shown()).phone).toBe(accepted ? "+989124444444" : person.phone)
    expect(await openOf(applicant.id)).toEqual([])
  })

  test("a document beside the old one; refused, the old one stays", async () => {
    const applicant = await verifiedMerchant(arcade, operator)
    const current = async () => (await arcade.sql<{ id: string }>("select id from merchant_document where merchant_id = $1 and replaced_at is null and not pending", [applicant.id])).map(({ id }) => id)
    const before = await current()
    const { body } = await applicant.member.call<{ document: { id: string; pending: boolean } }>("POST", "/merchant/documents", paper("national_card"))
    expect([body.document.pending, await current()]).toEqual([true, before])
    const [change] = await openOf(applicant.id)
    await decide(change?.id ?? "", "refusal", { note: "another person's" })
    expect(await current()).toEqual(before)
    const next = await applicant.member.call<{ document: { id: string } }>("POST", "/merchant/documents", paper("national_card"))
    const [again] = await openOf(applicant.id)
    await decide(again?.id ?? "", "acceptance")
    expect(await current()).toEqual([next.body.document.id])
  })

  test("nobody becomes nobody: an identity without its id is refused, and nothing waits", async () => {
    const applicant = await verifiedMerchant(arcade, operator)
    expect(codes([await details(applicant, { national_id: null }), await details(applicant, { national_id: "1111111111" }), await details(applicant, {})]))
      .toEqual(["merchant_identity_missing", "national_id_invalid", "nothing_changed"])
    expect(await openOf(applicant.id)).toEqual([])
  })
})

describe("K10 electronic checks", () => {
  const check = (id: string, body: object) => operator.call<{ check: { result: string; provider: string; subject: object } }>("POST", `/admin/merchants/${id}/checks`, body)

  test("without a service people look, and what they saw is kept with what they looked at", async () => {
    const { id } = await verifiedMerchant(arcade, operator)
    expect((await check(id, { kind: "phone_owner" })).body.check).toMatchObject({ result: "pending", provider: "manual" })
    await check(id, { kind: "payout_account_owner", result: "passed", note: "called the bank", reference: "B-77" })
    const { body } = await operator.call<{ verification: { checks: object[] } }>("GET", `/admin/merchants/${id}/verification`)
    expect(body.verification.checks).toMatchObject([
      { kind: "payout_account_owner", result: "passed", reference: "B-77", subject: { sheba: "IR580540105180021273113007", holder: "Leila Karimi" } },
      { kind: "phone_owner", result: "pending" },
    ])
  })

  test("what the merchant has not given cannot be checked; a result says how it was seen", async () => {
    const { id } = await applicantOf(arcade)
    expect(codes([await check(id, { kind: "licence" }), await check(id, { kind: "phone_owner", result: "passed" }), await check(id, { kind: "phone_owner", result: "pending", note: "not yet" })]))
      .toEqual(["check_subject_missing", "bad_input", "bad_input"])
  })
})

describe("K10 the rules are data", () => {
  test("an edition binds who applies from now on; an older application keeps its own", async () => {
    const before = await applicantOf(arcade)
    const sets = { natural_unlicensed: { fields: ["postal_code"], documents: ["bank_letter"], public: ["city", "address"] } }
    const published = await operator.call<{ verification_rules: { version: number } }>("POST", "/admin/verification-rules", { sets, reminder_days: [10], reason: "to see how it works" })
    expect(published.status).toBe(201)
    const after = await applicantOf(arcade)
    expect([(await verificationOf(before)).missing, (await verificationOf(after)).missing]).toEqual([["payout_account", "document:national_card"], ["postal_code", "document:bank_letter"]])
    const back = { natural_unlicensed: { fields: ["name", "national_id", "phone", "address", "payout_account"], documents: ["national_card"], public: ["city"] } }
    await operator.call("POST", "/admin/verification-rules", { sets: back, reminder_days: [60, 30, 7], reason: "as it was" })
  })

  test("rules that nobody could keep are refused", async () => {
    const publish = (body: object) => operator.call("POST", "/admin/verification-rules", { reason: "to break it", ...body })
    expect(codes([
      await publish({ sets: { natural_unlicensed: { fields: ["licence_number"], documents: [], public: [] } } }),
      await publish({ sets: { natural_unlicensed: { fields: [], documents: [], public: ["national_id"] } } }),
      await publish({ document_max_bytes: 50_000_000 }),
      await publish({ document_types: [] }),
    ])).toEqual(["verification_rules_contradict", "bad_input", "bad_input", "bad_input"])
  })
})

describe("K10 the shop's page says who trades there", () => {
  test("a company with its licence and address, never a telephone number or a national id", async () => {
    const visitor = visitorOf(arcade)
    const { body } = await visitor.call<{ trader: Record<string, string | null> }>("GET", "/store/shops/khane-ara/trader")
    expect(body.trader).toMatchObject({ kind: "legal", licensed: true, company_id: "10320894878", licence_number: "0451234567" })
    expect(Object.keys(body.trader).sort()).toEqual(["address", "city", "company_id", "kind", "licence_number", "licensed", "name", "postal_code", "verified_since"])
    const zahra = await visitor.call<{ trader: Record<string, string | null> }>("GET", "/store/shops/mezon-zahra/trader")
    expect(zahra.body.trader).toMatchObject({ kind: "natural", licensed: false, address: null, licence_number: null })
    expect(await visitor.call("GET", "/store/shops/no-such-shop/trader")).toMatchObject({ status: 404, body: { code: "shop_not_found" } })
  })
})

describe("K10 a licence that ends", () => {
  type Row = { act: string; days: number; done: boolean }
  const written = (id: string) =>
    arcade.sql<Row>("select act, days, done_at is not null as done from verification_reminder where merchant_id = $1 and item = 'licence_expires_on' order by due_at", [id])

  test("is reminded of, stops the shops after the grace, and opens them again when renewed", async () => {
    const buyer = await buyerOf(arcade)
    const member = await memberOf(arcade, 1)
    const { merchant_id = "", shops = [] } = arcade.seed.merchants[1] ?? {}
    const stallOf = async () => (await member.call<{ shop: { status: string } }>("GET", `/merchant/shops/${shops[0]?.id}`)).body.shop.status
    const products = async () => (await arcade.sql<{ product_id: string }>("select product_id from shop_product where shop_id = $1 and wanted limit 1", [shops[0]?.id])).map((row) => row.product_id)
    const [product = ""] = await products()
    const onSale = async () => (await buyer.call("GET", `/store/products/${product}`)).status === 200

    const { body: clock } = await operator.call<{ clock: { day: string } }>("GET", "/admin/clock")
    const inDays = (days: number) => new Date(Date.parse(clock.clock.day) + days * 86_400_000).toISOString().slice(0, 10)
    const renew = async (expires_on: string) => {
      await member.call("POST", `/merchant/merchants/${merchant_id}/details`, { licence_expires_on: expires_on })
      const { body } = await operator.call<Changes>("GET", `/admin/merchant-changes?merchant_id=${merchant_id}`)
      return operator.call("POST", `/admin/merchant-changes/${body.changes[0]?.id}/acceptance`, {})
    }
    expect(await renew(inDays(40))).toMatchObject({ status: 200 })
    expect((await written(merchant_id)).map(({ act: what, days }) => [what, days])).toEqual([["remind", 30], ["remind", 7], ["expire", 0], ["stop", 30]])

    await advance(35)
    expect((await written(merchant_id)).map(({ done }) => done)).toEqual([true, true, false, false])
    await advance(10)
    expect([await stallOf(), (await verificationMissing(member, merchant_id))]).toEqual(["open", ["licence_expires_on"]])
    await advance(30)
    expect(await stallOf()).toBe("stopped")
    expect(await eventually(onSale, (sold) => !sold)).toBe(false)

    expect(await renew(inDays(800))).toMatchObject({ status: 200 })
    expect([await stallOf(), await verificationMissing(member, merchant_id)]).toEqual(["open", []])
    expect(await eventually(onSale, (sold) => sold)).toBe(true)
  })

  const verificationMissing = async (member: Client, id: string) =>
    (await member.call<{ verification: Verification }>("GET", `/merchant/merchants/${id}/verification`)).body.verification.missing
})
