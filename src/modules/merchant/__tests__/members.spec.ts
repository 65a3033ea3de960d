import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { Role } from "../../../domain/merchant"
import { publishAccessPolicy } from "../access-policy"
import { acceptInvitation, invite } from "../invitations"
import { changeRole, changesOf, leaveMerchant, membersOf, removeMember } from "../members"
import type MerchantModuleService from "../service"
import { application, merchantModule, refusalsIn } from "./arrange"

jest.setTimeout(60_000)

const NOW = "2026-11-25T05:30:00.000Z"
const SOON = "2026-11-26T05:30:00.000Z"
const IN_TEN_DAYS = "2026-12-05T05:30:00.000Z"

const won = (all: PromiseSettledResult<unknown>[]) => all.filter((each) => each.status === "fulfilled").length

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    let merchant_id = ""
    let owner = ""
    let people = 0

    const newPerson = async () => {
      people += 1
      const email = `person-${people}@example.com`
      return { id: (await service.createPeople({ name: "Sara", email })).id, email }
    }
    /** A member without an invitation. @returns the person and the membership */
    const join_ = async (role: Role) => {
      const person = await newPerson()
      return { person: person.id, member: (await service.createMerchantMembers({ merchant_id, person_id: person.id, role })).id }
    }
    const members = () => service.reading((manager) => membersOf(manager, { merchant_ids: [merchant_id], limit: 200 }))
    const memberOf = async (person: string) => (await members()).find((each) => each.person_id === person)?.id ?? "none"
    const act = (member_id: string, by: string) => ({ member_id, merchant_ids: [merchant_id], reason: null, at: NOW, actor: { type: "member" as const, id: by } })
    const leave = (member: string, by: string) => service.within((manager) => leaveMerchant(manager, act(member, by)))
    const remove = (member: string, by: string) => service.within((manager) => removeMember(manager, act(member, by)))
    const become = (member: string, role: Role, by: string) => service.within((manager) => changeRole(manager, { ...act(member, by), role }))
    const ask = (email: string, token_hash: string, most: number | null = null, by = owner, role: Role = "packer") =>
      service.within((manager) => invite(manager, { merchant_id, email, role, token_hash, at: NOW, actor: { type: "member", id: by } }, most))
    const accept = (token: string, person: string, most: number | null = null, at = SOON) =>
      service.within((manager) => acceptInvitation(manager, token, person, at, () => Promise.resolve(most)))

    beforeEach(async () => {
      owner = (await newPerson()).id
      merchant_id = await service.apply(owner, application, NOW)
    })

    test("of two owners who leave at the same time, one stays; however often it is tried", async () => {
      for (let round = 0; round < 5; round++) {
        const first = await memberOf(owner)
        const second = await join_("owner")
        const tried = await Promise.allSettled([leave(first, owner), leave(second.member, second.person)])
        expect([won(tried), refusalsIn(tried)]).toEqual([1, ["last_owner"]])
        const left = (await members()).filter(({ role }) => role === "owner")
        expect(left).toHaveLength(1)
        owner = left[0]?.person_id ?? ""
      }
    })

    test("two owners who remove, or demote, each other at the same time do not both succeed", async () => {
      const second = await join_("owner")
      const removals = await Promise.allSettled([remove(second.member, owner), remove(await memberOf(owner), second.person)])
      expect([won(removals), refusalsIn(removals)]).toEqual([1, ["member_not_found"]])

      const one = (await members())[0]
      const third = await join_("owner")
      const demotions = await Promise.allSettled([become(third.member, "viewer", one?.person_id ?? ""), become(one?.id ?? "", "viewer", third.person)])
      expect([won(demotions), refusalsIn(demotions)]).toEqual([1, ["role_may_not"]])
    })

    test("the last owner leaves, is removed and is demoted by nobody; another role locks nobody out", async () => {
      const manager = await join_("manager")
      const last = await memberOf(owner)
      const refused = await Promise.allSettled([leave(last, owner), remove(last, owner), become(last, "manager", owner)])
      expect(refusalsIn(refused)).toEqual(["last_owner", "last_owner", "last_owner"])
      expect(refusalsIn(await Promise.allSettled([remove(last, manager.person), leave(last, manager.person)]))).toEqual(["role_may_not", "member_not_found"])
      await become(manager.member, "owner", owner)
      await become(last, "viewer", owner)
      expect((await members()).map(({ role }) => role).sort()).toEqual(["owner", "viewer"])
    })

    test("the history says who joined, changed and left, and by whom; what changes nothing is not in it, and it cannot be changed", async () => {
      const packer = await join_("packer")
      await become(packer.member, "packer", owner)
      await become(packer.member, "accountant", owner)
      await leave(packer.member, packer.person)
      const changes = await service.reading((manager) => changesOf(manager, { merchant_ids: [merchant_id], limit: 10 }))
      expect(changes.map(({ what, from_role, to_role, actor_id }) => [what, from_role, to_role, actor_id])).toEqual([
        ["left", "accountant", null, packer.person],
        ["role_changed", "packer", "accountant", owner],
        ["joined", null, "owner", owner],
      ])
      await expect(service.within((manager) => manager.execute("delete from member_change"))).rejects.toThrow(/append-only/)
    })

    test("an invitation is accepted once, by its own mailbox, also when eight try at once", async () => {
      const { id, email } = await newPerson()
      await ask(email.toUpperCase(), "token")
      expect(refusalsIn(await Promise.allSettled([accept("token", (await newPerson()).id), accept("other", id)]))).toEqual(["invitation_not_yours", "invitation_invalid"])
      const tried = await Promise.allSettled(Array.from({ length: 8 }, () => accept("token", id)))
      expect([won(tried), refusalsIn(tried)]).toEqual([1, Array(7).fill("invitation_used")])
      expect((await members()).map(({ role }) => role)).toEqual(["owner", "packer"])
      expect(refusalsIn(await Promise.allSettled([ask(email, "again")]))).toEqual(["member_already"])
    })

    test("an invitation again takes the place of the older one; its time is the policy's of its day", async () => {
      const { id, email } = await newPerson()
      await ask(email, "first")
      await ask(email, "second")
      expect(refusalsIn(await Promise.allSettled([accept("first", id), accept("second", id, null, IN_TEN_DAYS)]))).toEqual(["invitation_invalid", "invitation_expired"])
      await service.within((manager) => publishAccessPolicy(manager, { invitation_days: 30, reason: "people are slow" }, { type: "operator", id: "user" }))
      expect(refusalsIn(await Promise.allSettled([accept("second", id, null, IN_TEN_DAYS)]))).toEqual(["invitation_expired"])
      await ask(email, "third")
      await accept("third", id, null, IN_TEN_DAYS)
    })

    test("of eight who are invited into two seats at once, two are; of three who accept the last seat at once, one does", async () => {
      const invited = await Promise.all(Array.from({ length: 8 }, newPerson))
      const tried = await Promise.allSettled(invited.map(({ email }) => ask(email, `token-${email}`, 3)))
      expect([won(tried), new Set(refusalsIn(tried))]).toEqual([2, new Set(["member_limit_reached"])])

      const three = invited.slice(0, 3)
      for (const { email } of three) await ask(email, `anew-${email}`)
      const accepted = await Promise.allSettled(three.map(({ id, email }) => accept(`anew-${email}`, id, 2)))
      expect([won(accepted), refusalsIn(accepted)]).toEqual([1, Array(2).fill("member_limit_reached")])
      expect(await members()).toHaveLength(2)
    })

    test("who was removed a moment ago invites nobody any more", async () => {
      const second = await join_("owner")
      await remove(second.member, owner)
      expect(refusalsIn(await Promise.allSettled([ask("late@example.com", "late", null, second.person)]))).toEqual(["member_not_found"])
    })

    test("who is removed, demoted or leaves takes its open invitations along, with a line of history each; a colleague's stay", async () => {
      const own = await newPerson()
      const ends: [string, (member: string, person: string) => Promise<void>][] = [
        ["its sender was removed", (member) => remove(member, owner)],
        ["its sender became manager", (member) => become(member, "manager", owner)],
        ["its sender left", (member, person) => leave(member, person)],
      ]
      for (const [why, end] of ends) {
        const sender = await join_("owner")
        await ask(own.email, `back door: ${why}`, null, sender.person, "owner")
        const friend = await newPerson()
        await ask(friend.email, `front door: ${why}`)
        await end(sender.member, sender.person)
        expect(refusalsIn(await Promise.allSettled([accept(`back door: ${why}`, own.id)]))).toEqual(["invitation_invalid"])
        await accept(`front door: ${why}`, friend.id)
        const [, line] = await service.reading((manager) => changesOf(manager, { merchant_ids: [merchant_id], limit: 2 }))
        expect(line).toMatchObject({ what: "invitation_revoked", person_id: sender.person, reason: expect.stringContaining(why) as string })
      }
      expect((await members()).map(({ role }) => role).sort()).toEqual(["manager", "owner", "packer", "packer", "packer"])
    })

    test("of an acceptance and its sender's removal at once, eight each, one comes first: nobody joins by a revoked invitation", async () => {
      for (let round = 0; round < 4; round++) {
        const [sender, own] = [await join_("owner"), await newPerson()]
        await ask(own.email, `race ${own.email}`, null, sender.person, "owner")
        const both = Array.from({ length: 8 }, (_, i) => [() => accept(`race ${own.email}`, own.id), () => remove(sender.member, owner)][(i + round) % 2])
        const tried = await Promise.allSettled([...both, ...both].map((each) => each?.()))
        const joined = (await members()).filter(({ person_id }) => person_id === own.id).length
        expect(won(tried)).toBe(1 + joined)
        const [{ state } = { state: "" }] = await service.reading((manager) => manager.execute<{ state: string }>(
          "select concat_ws('+', case when accepted_at is not null then 'accepted' end, case when revoked_at is not null then 'revoked' end) as state from member_invitation where email = ?", [own.email],
        ))
        expect(state).toBe(joined === 1 ? "accepted" : "revoked")
        const changes = await service.reading((manager) => changesOf(manager, { merchant_ids: [merchant_id], limit: 3 }))
        const order = changes.reverse().flatMap(({ what, person_id }) => (person_id === own.id || person_id === sender.person ? [what] : []))
        expect(order).toEqual(joined === 1 ? ["joined", "removed"] : ["removed", "invitation_revoked"])
      }
    })
  },
})
