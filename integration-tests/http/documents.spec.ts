import { createHash } from "node:crypto"

import { clientOf, newPersonOf, operatorOf, visitorOf, type Client } from "../support/client"
import { applicantOf, paper, type Applicant } from "../support/merchants"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(120_000)

type Document = { id: string; kind: string; sha256: string; bytes: number; replaced_at: string | null; pending: boolean; content_type: string }

let arcade: Arcade
let operator: Client
let applicant: Applicant

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
  applicant = await applicantOf(arcade)
})
afterAll(() => arcade?.stop())

const handIn = (body: object, as = applicant.member) => as.call<{ document: Document }>("POST", "/merchant/documents", body)
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
const base64 = (text: string) => Buffer.from(text).toString("base64")

describe("K10 a document", () => {
  test("comes back as it was handed in, for its merchant and for operators", async () => {
    const sent = paper("national_card")
    const { status, body } = await handIn(sent)
    expect(status).toBe(201)
    const bytes = Buffer.from(sent.content, "base64")
    expect(body.document).toMatchObject({ kind: "national_card", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), pending: false })
    const theirs = await applicant.member.call<{ content: string }>("GET", `/merchant/documents/${body.document.id}/content`)
    const staffs = await operator.call<{ content: string }>("GET", `/admin/merchant-documents/${body.document.id}`)
    expect([theirs.body.content, staffs.body.content]).toEqual([sent.content, sent.content])
  })

  test("is a picture too; a replaced one is kept as history", async () => {
    const first = await handIn({ kind: "address_proof", file_name: "proof.png", content_type: "image/png", content: png })
    expect(first.status).toBe(201)
    const next = await handIn(paper("address_proof"))
    const { body } = await applicant.member.call<{ documents: Document[] }>("GET", "/merchant/documents?limit=200")
    const proofs = body.documents.filter(({ kind }) => kind === "address_proof")
    expect(proofs.map(({ id, replaced_at }) => [id, replaced_at === null])).toEqual([[first.body.document.id, false], [next.body.document.id, true]])
    const old = await applicant.member.call<{ content: string }>("GET", `/merchant/documents/${first.body.document.id}/content`)
    expect(old.body.content).toBe(png)
    const staffs = await operator.call<{ documents: Document[] }>("GET", `/admin/merchants/${applicant.id}/documents?limit=200`)
    expect(staffs.body.documents).toEqual(body.documents)
  })

  test.each<[string, object, string]>([
    ["a picture that claims to be a PDF", { content: png }, "document_not_what_it_says"],
    ["a PDF that claims to be a picture", { content_type: "image/png", file_name: "card.png" }, "document_not_what_it_says"],
    ["a page of HTML", { content: base64("<html><script>alert(1)</script></html>") }, "document_not_what_it_says"],
    ["half a PDF", { content: base64("%PDF-1.4\n1 0 obj\n") }, "document_not_what_it_says"],
    ["a program", { content_type: "application/x-msdownload" }, "bad_input"],
    ["no base64", { content: "%%%" }, "bad_input"],
    ["base64 with line breaks", { content: `${png.slice(0, 20)}\n${png.slice(20)}` }, "bad_input"],
    ["nothing", { content: "" }, "bad_input"],
    ["an unknown kind", { kind: "shopping_list" }, "bad_input"],
    ["one that has ended", { expires_on: "2020-01-01" }, "document_expired"],
    ["one that ends on no day", { expires_on: "2030-02-30" }, "bad_input"],
    ["one that is too large", { content: Buffer.alloc(5 * 1024 * 1024 + 1, "%PDF-1.4 ").toString("base64") }, "document_too_large"],
  ])("%s is refused, and nothing is kept", async (_what, wrong, code) => {
    const count = async () => (await arcade.sql<{ count: string }>("select count(*) from merchant_document where merchant_id = $1", [applicant.id]))[0]?.count
    const before = await count()
    expect(await handIn({ ...paper("bank_letter"), ...wrong })).toMatchObject({ status: 400, body: { code } })
    expect(await count()).toBe(before)
  })

  test("larger than any request may be: refused as well, and not by a defect", async () => {
    const { status } = await handIn({ ...paper("bank_letter"), content: "A".repeat(9 * 1024 * 1024) })
    expect([400, 413]).toContain(status)
  })

  test("of eight of one kind at once, each is kept and one counts", async () => {
    const other = await applicantOf(arcade)
    const replies = await Promise.all(Array.from({ length: 8 }, () => handIn(paper("national_card"), other.member)))
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(201))
    const { body } = await other.member.call<{ documents: Document[] }>("GET", "/merchant/documents?limit=200")
    expect([body.documents.length, body.documents.filter(({ replaced_at }) => replaced_at === null).length]).toEqual([8, 1])
  })

  test("there is an end to how many", async () => {
    const other = await applicantOf(arcade)
    await arcade.sql(
      `insert into merchant_document (id, merchant_id, kind, file_name, content_type, bytes, sha256, pending, uploaded_at, uploaded_by, replaced_at)
       select 'mdoc_many_' || n, $1, 'licence', 'x', 'application/pdf', 1, repeat('0', 64), false, now(), 'x', now() from generate_series(1, 60) n`,
      [other.id],
    )
    expect(await handIn(paper("licence"), other.member)).toMatchObject({ status: 400, body: { code: "documents_too_many" } })
  })
})

describe("whom a document is shown to", () => {
  test("nobody else: neither a stranger, nor another merchant's member, nor whoever knows where files are served", async () => {
    const { body } = await handIn(paper("licence"))
    const { id } = body.document
    const [stranger, neighbour] = [await newPersonOf(arcade), (await applicantOf(arcade)).member]
    for (const other of [stranger, neighbour]) {
      for (const path of [`/merchant/documents/${id}`, `/merchant/documents/${id}/content`]) {
        expect(await other.call("GET", path)).toMatchObject({ status: 404, body: { code: "document_not_found" } })
      }
      expect((await other.call("GET", `/admin/merchant-documents/${id}`)).status).toBe(401)
    }
    expect((await visitorOf(arcade).call("GET", `/merchant/documents/${id}/content`)).status).toBe(401)
    const [row] = await arcade.sql<{ file_key: string }>("select file_key from merchant_document where id = $1", [id])
    expect(row?.file_key).toMatch(/[0-9a-f]{48}/)
    expect(JSON.stringify(body)).not.toContain(row?.file_key)
    expect((await clientOf(arcade).call("GET", `/static/${id}.pdf`)).status).toBe(404)
  })

  test("a person without a merchant has nowhere to hand it in", async () => {
    expect(await handIn(paper("licence"), await newPersonOf(arcade))).toMatchObject({ status: 400, body: { code: "merchant_choice_needed" } })
  })
})
