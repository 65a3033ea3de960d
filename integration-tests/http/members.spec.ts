import { clientOf, memberOf, newPersonOf, operatorOf, visitorOf, type Client } from "../support/client"
import { openArcade, type Arcade } from "../support/server"

jest.setTimeout(180_000)

type Member = { id: string; person_id: string; email: string; role: string; next_actions: { action: string }[] }
type Membership = { id: string; merchant_id: string; merchant_name: string; role: string }
type Me = { person: { id: string; email: string }; memberships: Membership[] }
type Invited = { invitation: { id: string; status: string; email: string }; token: string }

const application = { kind: "natural", name: "Leila Karimi", national_id: "0076229645", phone: "+989120000000", address: "Tehran, Enqelab 1" }

let arcade: Arcade
let operator: Client

beforeAll(async () => {
  arcade = await openArcade()
  operator = await operatorOf(arcade)
})
afterAll(() => arcade?.stop())

const me = async (client: Client) => (await client.call<Me>("GET", "/merchant/me")).body
const members = async (client: Client) => (await client.call<{ members: Member[] }>("GET", "/merchant/members")).body.members
const invite = (owner: Client, email: string, role = "packer") => owner.call<Invited>("POST", "/merchant/invitations", { email, role })
const accept = (client: Client, token: string) => client.call<Me>("POST", `/merchant/invitation-links/${token}`)

/** A person with a merchant of its own, which nobody has verified. */
async function newOwner(): Promise<Client> {
  const owner = await newPersonOf(arcade)
  await owner.call("POST", "/merchant/merchants", application)
  return owner
}

/** A new person whom the owner lets in. */
async function join(owner: Client, role = "packer"): Promise<Client> {
  const person = await newPersonOf(arcade, "Kaveh Moradi")
  const { body } = await invite(owner, (await me(person)).person.email, role)
  await accept(person, body.token)
  return person
}

const memberIdOf = async (client: Client, index = 0) => (await me(client)).memberships[index]?.id ?? "none"

describe("invitations", () => {
  test("are accepted once, under the invited address, with the role that was meant", async () => {
    const owner = await newOwner()
    const person = await newPersonOf(arcade, "Kaveh Moradi")
    const { email } = (await me(person)).person
    const invited = await invite(owner, email.toUpperCase())
    expect(invited).toMatchObject({ status: 201, body: { invitation: { email, status: "open", role: "packer" } } })

    const { token } = invited.body
    expect(await person.call("GET", `/merchant/invitation-links/${token}`)).toMatchObject({ status: 200, body: { invitation: { merchant_name: "Leila Karimi" } } })
    expect(await accept(await newPersonOf(arcade), token)).toMatchObject({ status: 400, body: { code: "invitation_not_yours" } })
    expect(await accept(visitorOf(arcade), token)).toMatchObject({ status: 401 })
    expect(await accept(person, token)).toMatchObject({ status: 200, body: { memberships: [{ role: "packer", merchant_name: "Leila Karimi" }] } })
    expect(await accept(person, token)).toMatchObject({ status: 400, body: { code: "invitation_used" } })
    expect(await invite(owner, email)).toMatchObject({ status: 400, body: { code: "member_already" } })
  })

  test("that are forged, replaced, taken back or too old let nobody in", async () => {
    const owner = await newOwner()
    const person = await newPersonOf(arcade, "Kaveh Moradi")
    const { email } = (await me(person)).person
    const first = (await invite(owner, email)).body
    const second = (await invite(owner, email, "viewer")).body
    const code = async (token: string) => (await accept(person, token)).body.code
    expect([await code(first.token), await code(`${second.token}x`), await code("nonsense"), await code("a.b.c")]).toEqual(Array(4).fill("invitation_invalid"))

    const revoke = () => owner.call("POST", `/merchant/invitations/${second.invitation.id}/revocation`)
    expect(await revoke()).toMatchObject({ status: 200, body: { invitation: { status: "revoked" } } })
    expect(await revoke()).toMatchObject({ status: 400, body: { code: "invitation_invalid" } })
    expect(await code(second.token)).toBe("invitation_invalid")

    const third = (await invite(owner, email)).body
    await operator.call("POST", "/admin/clock", { advance_days: 8 })
    expect(await code(third.token)).toBe("invitation_expired")
    expect(await owner.call("GET", `/merchant/invitations/${third.invitation.id}`)).toMatchObject({ body: { invitation: { status: "expired" } } })
    const { body } = await owner.call<{ invitations: { status: string }[] }>("GET", "/merchant/invitations")
    expect(body.invitations.map(({ status }) => status)).toEqual(["expired", "revoked", "replaced"])
    expect(await members(owner)).toHaveLength(1)
  })

  test("a token of another kind of link is none", async () => {
    const owner = await newOwner()
    const { token } = (await invite(owner, "somebody@example.com")).body
    expect(await visitorOf(arcade).call("GET", `/store/consent-links/${token}`)).toMatchObject({ status: 400, body: { code: "consent_link_invalid" } })
  })

  test("are sent to addresses and for roles that there are, by owners only", async () => {
    const owner = await newOwner()
    for (const body of [{ email: "no address", role: "packer" }, { email: "a@example.com", role: "admin" }, { email: "a@example.com" }, { email: `\0@example.com`, role: "packer" }]) {
      expect(await owner.call("POST", "/merchant/invitations", body)).toMatchObject({ status: 400, body: { code: "bad_input" } })
    }
    const manager = await join(owner, "manager")
    expect(await invite(manager, "a@example.com")).toMatchObject({ status: 403, body: { code: "role_may_not" } })
  })

  test("fill the seats there are: before rent the access policy says how many, and what to do is told", async () => {
    const owner = await newOwner()
    expect([(await invite(owner, "a@example.com")).status, (await invite(owner, "b@example.com")).status]).toEqual([201, 201])
    const full = await invite(owner, "c@example.com")
    expect(full).toMatchObject({ status: 400, body: { code: "member_limit_reached", message: expect.stringContaining("higher plan") as string } })
    expect((await invite(owner, "b@example.com")).status).toBe(201)

    const widened = await operator.call("POST", "/admin/access-policy", { members_without_lease: 5, reason: "families help" })
    expect(widened).toMatchObject({ status: 201, body: { access_policy: { members_without_lease: 5, invitation_days: 7 } } })
    expect((await invite(owner, "c@example.com")).status).toBe(201)
    expect(await operator.call("POST", "/admin/access-policy", { members_without_lease: 0, reason: "nobody" })).toMatchObject({ status: 400, body: { code: "bad_input" } })
  })

  test("are as many as the plan has members once the merchant rents: a stall has two", async () => {
    const renter = await memberOf(arcade, 0)
    expect((await invite(renter, "first-seat@example.com")).status).toBe(201)
    expect(await invite(renter, "second-seat@example.com")).toMatchObject({ status: 400, body: { code: "member_limit_reached" } })
  })
})

describe("a removed member", () => {
  test("reaches nothing any more, neither with an old token nor with an old session", async () => {
    const owner = await newOwner()
    const packer = await join(owner)
    const [membership] = (await me(packer)).memberships
    const merchant = `/merchant/merchants/${membership?.merchant_id}`
    const session = await fetch(`${arcade.url}/auth/session`, { method: "POST", headers: packer.headers })
    const withSession = clientOf(arcade, { cookie: session.headers.get("set-cookie")?.split(";")[0] ?? "" })
    expect([(await packer.call("GET", merchant)).status, (await withSession.call("GET", merchant)).status]).toEqual([200, 200])

    const removal = await owner.call("POST", `/merchant/members/${membership?.id}/removal`, { reason: "she moved to another town" })
    expect(removal).toMatchObject({ status: 200, body: { member_id: membership?.id } })
    for (const old of [packer, withSession]) {
      expect(await old.call("GET", merchant)).toMatchObject({ status: 404, body: { code: "merchant_not_found" } })
      expect(await old.call("GET", "/merchant/shops", undefined, { "x-pasaj-merchant": membership?.merchant_id ?? "" })).toMatchObject({ status: 404 })
      expect((await members(old))).toEqual([])
      expect((await me(old)).memberships).toEqual([])
    }
    expect(await owner.call("POST", `/merchant/members/${membership?.id}/removal`, { reason: "once more" })).toMatchObject({ status: 404, body: { code: "member_not_found" } })
  })
})

describe("the last owner", () => {
  test("stays: does not leave, is not removed, and keeps the role; somebody must let the others in", async () => {
    const owner = await newOwner()
    const manager = await join(owner, "manager")
    const id = await memberIdOf(owner)
    const reason = { reason: "I am tired" }
    expect(await owner.call("POST", `/merchant/memberships/${id}/departure`, reason)).toMatchObject({ status: 400, body: { code: "last_owner" } })
    expect(await owner.call("POST", `/merchant/members/${id}/removal`, reason)).toMatchObject({ status: 400, body: { code: "last_owner" } })
    expect(await owner.call("POST", `/merchant/members/${id}/role`, { role: "viewer", ...reason })).toMatchObject({ status: 400, body: { code: "last_owner" } })
    expect((await me(owner)).memberships.map(({ role }) => role)).toEqual(["owner"])

    await owner.call("POST", `/merchant/members/${await memberIdOf(manager)}/role`, { role: "owner", reason: "she takes over" })
    expect(await owner.call("POST", `/merchant/memberships/${id}/departure`, {})).toMatchObject({ status: 200 })
    expect((await me(owner)).memberships).toEqual([])
    expect((await members(manager)).map(({ role }) => role)).toEqual(["owner"])
  })

  test("of two owners who leave at once, four times over, one stays", async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, async () => {
      const owner = await newOwner()
      return [owner, await join(owner, "owner")] as const
    }))
    for (const pair of owners) {
      const ids = await Promise.all(pair.map((each) => memberIdOf(each)))
      const replies = await Promise.all(pair.map((each, i) => each.call("POST", `/merchant/memberships/${ids[i]}/departure`, {})))
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400])
      expect(replies.find(({ status }) => status === 400)?.body.code).toBe("last_owner")
    }
  })
})

describe("one login in several merchants", () => {
  test("sees them all, chooses one for what it makes, and acts in each by its role there", async () => {
    const mine = await newOwner()
    const other = await newOwner()
    const { email } = (await me(mine)).person
    await accept(mine, (await invite(other, email, "viewer")).body.token)
    const { memberships } = await me(mine)
    expect(memberships.map(({ role }) => role)).toEqual(["owner", "viewer"])
    const [own, theirs] = memberships.map(({ merchant_id }) => merchant_id)

    const inviteFor = (merchant: string | undefined) =>
      mine.call("POST", "/merchant/invitations", { email: "new@example.com", role: "packer" }, merchant ? { "x-pasaj-merchant": merchant } : {})
    expect(await inviteFor(theirs)).toMatchObject({ status: 403, body: { code: "role_may_not" } })
    expect(await inviteFor(own)).toMatchObject({ status: 201 })
    const shown = await mine.call<{ members: { merchant_id: string }[] }>("GET", "/merchant/members", undefined, { "x-pasaj-merchant": theirs ?? "" })
    expect(new Set(shown.body.members.map(({ merchant_id }) => merchant_id))).toEqual(new Set([theirs]))
  })
})

describe("who, when and why", () => {
  test("is told to every member, page by page; nobody leaves for somebody else", async () => {
    const owner = await newOwner()
    const packer = await join(owner)
    const id = await memberIdOf(packer)
    expect(await owner.call("POST", `/merchant/memberships/${id}/departure`, {})).toMatchObject({ status: 404, body: { code: "member_not_found" } })
    await owner.call("POST", `/merchant/members/${id}/role`, { role: "accountant", reason: "she counts well" })
    await packer.call("POST", `/merchant/memberships/${id}/departure`, { reason: "a new job" })

    type Changes = { member_changes: { id: string; what: string; reason: string | null; by: { id: string } }[] }
    const page = async (query: string) => (await owner.call<Changes>("GET", `/merchant/member-changes?${query}`)).body.member_changes
    const all = await page("limit=50")
    expect(all.map(({ what, reason }) => [what, reason])).toEqual([
      ["left", "a new job"], ["role_changed", "she counts well"], ["joined", expect.stringMatching(/invitation minv_/)], ["joined", null],
    ])
    expect(await page(`limit=50&after=${all[1]?.id}`)).toEqual(all.slice(2))
    expect(await owner.call("GET", "/merchant/member-changes?after=soon")).toMatchObject({ status: 400, body: { code: "bad_input" } })
    expect((await members(owner)).map((each) => each.next_actions.map(({ action }) => action))).toEqual([["change_role", "remove", "leave"]])
  })
})
