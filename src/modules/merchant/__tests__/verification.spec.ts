import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { Actor } from "../../../domain/actor"
import { isRefusal } from "../../../domain/errors"
import { acceptChange, listChanges, refuseChange } from "../changes"
import { changeDetails } from "../details"
import { handIn, listDocuments, type NewDocument } from "../documents"
import { eraseIdentities, filesToDelete, noteDeleted } from "../erasure"
import { nextReminder, takeReminders } from "../expiry"
import { finishLeaving, startLeaving, stayOn } from "../leaving"
import { askChanges, claim, release, resubmit, verify } from "../review"
import type MerchantModuleService from "../service"
import { fileOf, lockFile, standingOf } from "../standing"
import { stopShopsOf } from "../stops"
import { publishRules, rulesInForce } from "../verification-rules"
import { aShop, application, merchantModule } from "./arrange"

jest.setTimeout(60_000)

const NOW = "2026-11-21T05:30:00.000Z"
const moment = { at: NOW, zone: "Asia/Tehran" }
const later = (day: string) => ({ at: `${day}T00:00:00.000Z`, zone: "Asia/Tehran" })
const [mina, kaveh, owner]: [Actor, Actor, Actor] = [{ type: "operator", id: "user_mina" }, { type: "operator", id: "user_kaveh" }, { type: "member", id: "pers_owner" }]
const paid = { payout_account_at: NOW }
const EIGHT = Array.from({ length: 8 }, (_, i) => i)

moduleIntegrationTestRunner<MerchantModuleService>({
  ...merchantModule,
  testSuite: ({ service }) => {
    let id = ""
    let shops = 0

    const apply = async (licence_expires_on: string | null = null) => {
      const { id: person } = await service.createPeople({ name: "Sara", email: "sara@example.com" })
      const licence_number = licence_expires_on === null ? null : "L-1"
      return service.apply(person, { ...application, licence_number, licence_expires_on }, NOW)
    }
    const document = (kind: NewDocument["kind"], expires_on: string | null = null): NewDocument => ({ merchant_id: id, kind, file_name: "x.pdf", content_type: "application/pdf", expires_on })
    let files = 0
    const stored = () => ({ file_key: `file-${(files += 1)}`, bytes: 10, sha256: "0".repeat(64) })
    const give = (kind: NewDocument["kind"], expires_on: string | null = null) => service.within((m) => handIn(m, document(kind, expires_on), stored(), moment, owner))
    const become = async (licensed_until: string | null = null) => {
      id = await apply(licensed_until)
      await give("national_card")
      if (licensed_until !== null) await give("licence")
      await service.within((m) => claim(m, id, moment, mina))
      await service.within((m) => verify(m, id, paid, moment, mina))
      return id
    }
    const open = () => aShop(service, id, `v-${(shops += 1)}`)
    const stops = async () => (await service.listShops({ merchant_id: id })).map((shop) => shop.stops.join())
    /** Runs all at once: what each came to, as `done` or the refusal's code. */
    const atOnce = (tries: (() => Promise<unknown>)[]) =>
      Promise.all(tries.map((attempt) => attempt().then(() => "done", (error: { code?: string }) => error.code ?? String(error))))

    beforeEach(async () => {
      id = await apply()
    })

    test("K10 of eight reviewers one has the application, and of a decision and a putting back one is made", async () => {
      const claims = await atOnce(EIGHT.map((n) => () => service.within((m) => claim(m, id, moment, { type: "operator", id: `user_${n}` }))))
      expect(claims.sort()).toEqual(["done", ...Array<string>(7).fill("wrong_state")])
      const { reviewer_id } = await service.reading((m) => fileOf(m, id))
      const reviewer: Actor = { type: "operator", id: reviewer_id ?? "" }
      expect(await atOnce([() => service.within((m) => verify(m, id, paid, moment, kaveh))])).toEqual(["claimed_by_another"])
      await give("national_card").catch((error: unknown) => expect(isRefusal(error, "wrong_state")).toBe(true))
      const ends = await atOnce([
        () => service.within((m) => askChanges(m, id, "the card", [{ item: "document:national_card", note: "missing" }], moment, reviewer)),
        () => service.within((m) => release(m, id, moment, kaveh)),
      ])
      expect(ends.filter((end) => end === "done")).toHaveLength(1)
    })

    test("K10 nobody is verified without what the edition of their application asks for, whatever came after", async () => {
      await service.within((m) => publishRules(m, { sets: { natural_unlicensed: { fields: [], documents: [], public: [] } }, reason: "nothing at all" }, mina))
      await service.within((m) => claim(m, id, moment, mina))
      expect(await atOnce([() => service.within((m) => verify(m, id, { payout_account_at: null }, moment, mina))])).toEqual(["requirements_missing"])
      expect((await service.reading((m) => standingOf(m, id, paid, moment))).missing).toEqual(["document:national_card"])
      const easy = await apply()
      await service.within((m) => claim(m, easy, moment, mina))
      await service.within((m) => verify(m, easy, { payout_account_at: null }, moment, mina))
    })

    test("K10 editions published at once follow one another", async () => {
      const before = (await service.reading(rulesInForce)).version
      await Promise.all(EIGHT.map((n) => service.within((m) => publishRules(m, { grace_days: n, reason: "each its own" }, mina))))
      expect((await service.reading(rulesInForce)).version).toBe(before + 8)
    })

    test("K10 a payout account counts as handed in again only when it came after it was asked for", async () => {
      await give("national_card")
      await service.within((m) => claim(m, id, moment, mina))
      await service.within((m) => askChanges(m, id, "the Sheba", [{ item: "payout_account", note: "another's" }], later("2026-11-22"), mina))
      expect(await atOnce([() => service.within((m) => resubmit(m, id, paid, later("2026-11-23"), owner))])).toEqual(["changes_outstanding"])
      await service.within((m) => resubmit(m, id, { payout_account_at: "2026-11-22T10:00:00.000Z" }, later("2026-11-23"), owner))
    })

    test("K10 of documents handed in at once one counts, before verification and after it", async () => {
      await Promise.all(EIGHT.map(() => give("national_card")))
      const current = async () => (await service.reading((m) => listDocuments(m, { merchant_ids: [id], limit: 100 }))).filter(({ replaced_at }) => replaced_at === null)
      expect(await current()).toHaveLength(1)
      await service.within((m) => claim(m, id, moment, mina))
      await service.within((m) => verify(m, id, paid, moment, mina))
      await Promise.all(EIGHT.map(() => give("national_card")))
      expect((await current()).map(({ pending }) => pending).sort()).toEqual([false, true])
      expect(await service.reading((m) => listChanges(m, { merchant_id: id, open: true, limit: 100 }))).toHaveLength(1)
    })

    test("K10 of an acceptance and a refusal of one change at once, one is made and is true", async () => {
      await become()
      await service.within((m) => changeDetails(m, id, { phone: "+9811" }, moment, owner))
      const [change] = await service.reading((m) => listChanges(m, { merchant_id: id, open: true, limit: 10 }))
      const ends = await atOnce(EIGHT.map((n) => () =>
        service.within((m) => (n % 2 ? acceptChange(m, change?.id ?? "", moment, mina) : refuseChange(m, change?.id ?? "", "no", moment, kaveh)))))
      expect(ends.filter((end) => end === "done")).toHaveLength(1)
      const [decided] = await service.reading((m) => listChanges(m, { merchant_id: id, open: false, limit: 10 }))
      expect((await service.reading((m) => fileOf(m, id))).phone).toBe(decided?.accepted ? "+9811" : "+98")
    })

    test("K10 what expires is taken once, also by eight at once and after a long stop; shops stop after the grace", async () => {
      await become("2026-12-31")
      await open()
      expect(await service.reading(nextReminder)).toBe("2026-11-30T20:30:00.000Z")
      const long = (await Promise.all(EIGHT.map(() => service.within((m) => takeReminders(m, "2027-06-01T00:00:00.000Z", 10))))).flat()
      expect(long.map(({ act, days }) => [act, days]).sort()).toEqual([["expire", 0], ["remind", 30], ["remind", 7], ["stop", 30]].sort())
      expect([await stops(), await service.reading(nextReminder)]).toEqual([["verification_expired"], null])
      await open()
      expect(await stops()).toEqual(["verification_expired", "verification_expired"])

      await service.within((m) => changeDetails(m, id, { licence_expires_on: "2028-01-01" }, later("2027-06-02"), owner))
      const [change] = await service.reading((m) => listChanges(m, { merchant_id: id, open: true, limit: 10 }))
      expect(await stops()).toEqual(["verification_expired", "verification_expired"])
      await service.within((m) => acceptChange(m, change?.id ?? "", later("2027-06-02"), mina))
      expect([await stops(), await service.reading(nextReminder)]).toEqual([["", ""], "2027-11-01T20:30:00.000Z"])
    })

    test("K10 a renewal and the duty at once end in order, never in a deadlock", async () => {
      await become("2026-12-31")
      await open()
      await service.within((m) => changeDetails(m, id, { licence_expires_on: "2028-01-01" }, moment, owner))
      const [change] = await service.reading((m) => listChanges(m, { merchant_id: id, open: true, limit: 10 }))
      const ends = await atOnce([
        ...EIGHT.map(() => () => service.within((m) => takeReminders(m, "2027-06-01T00:00:00.000Z", 10))),
        () => service.within((m) => acceptChange(m, change?.id ?? "", later("2027-06-02"), mina)),
      ])
      expect([ends, await stops()]).toEqual([Array(9).fill("done"), [""]])
    })

    test("O9 a shop opened while its merchant stops is stopped too", async () => {
      await become()
      await Promise.all([...EIGHT.map(() => open()), service.within((m) => stopShopsOf(m, [id], "leaving")), ...EIGHT.map(() => open())])
      expect(await stops()).toEqual(Array(16).fill("leaving"))
    })

    test("O9 of leaving, staying and going at once, the states follow their table and the shops the state", async () => {
      await become()
      await open()
      const tries = [
        () => service.within((m) => startLeaving(m, id, moment, owner)),
        () => service.within((m) => stayOn(m, id, moment, owner)),
        () => service.within(async (m) => (await lockFile(m, id), finishLeaving(m, id, moment, owner))),
      ]
      const ends = await atOnce([...tries, ...tries, ...tries])
      expect(ends.every((end) => end === "done" || end === "wrong_state")).toBe(true)
      const { state } = await service.reading((m) => fileOf(m, id))
      expect(await stops()).toEqual([state === "verified" ? "" : "leaving"])
      expect(await service.movedFromFinal()).toEqual([])
    })

    test("O9 who it was is erased once, when its time is over, by whichever move it ended; its files are given out once", async () => {
      await become()
      await open()
      await service.within((m) => startLeaving(m, id, moment, owner))
      await service.within(async (m) => (await lockFile(m, id), finishLeaving(m, id, moment, owner)))
      const actor: Actor = { type: "system", id: "test" }
      const erase = (at: string) => service.within((m) => eraseIdentities(m, at, 10, actor))
      expect(await erase("2036-11-21T05:29:59.000Z")).toEqual([])
      expect((await Promise.all(EIGHT.map(() => erase("2036-11-21T05:30:00.000Z")))).flat()).toEqual([id])
      expect(await service.reading((m) => fileOf(m, id))).toMatchObject({ name: "erased", national_id: null, phone: "", state: "closed" })
      const [kept] = await service.within(async (m) => {
        const found = await filesToDelete(m, 10)
        await noteDeleted(m, found.map((each) => each.id))
        return [found, 0] as const
      })
      expect([kept.length, (await service.within((m) => filesToDelete(m, 10))).length]).toEqual([1, 0])
    })
  },
})
