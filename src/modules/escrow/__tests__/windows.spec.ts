import { moduleIntegrationTestRunner } from "@medusajs/test-utils"

import type { SqlManager } from "../../../adapters/ledger"
import type { Actor } from "../../../domain/actor"
import type { BusinessCalendar, Instant } from "../../../domain/calendar"
import { money } from "../../../domain/money"
import { keepLink, readLink, useLink } from "../links"
import { decideParcel, loseParcel, pauseWindow, resumeWindow } from "../objections"
import { deliver, handOver } from "../parcels"
import type EscrowModuleService from "../service"
import { extendWindow } from "../windows"
import { escrowModule } from "./arrange"

jest.setTimeout(60_000)

const placed = "2026-11-21T07:00:00.000Z"
const sent = "2026-11-21T08:00:00.000Z"
const arrived = "2026-11-21T10:00:00.000Z"
const back = "2026-11-21T09:00:00.000Z"
const operator: Actor = { type: "operator", id: "user_1" }
const buyer: Actor = { type: "customer", id: "cus_1" }
const calendar: BusinessCalendar = { version: 1, zone: "Asia/Tehran", weekend: [], holidays: {} }
const irr = (minor: number) => money(minor, "irr")

moduleIntegrationTestRunner<EscrowModuleService>({
  ...escrowModule,
  testSuite: ({ service, MikroOrmWrapper }) => {
    const sql: SqlManager = { execute: (text, params) => MikroOrmWrapper.getManager().execute(text, params) }

    async function aSentParcel(order_id: string): Promise<string> {
      await service.openOrder(
        { order_id, display_id: 1, placed_at: placed, titles: {}, products: {}, exemptions: {} },
        {
          currency: "irr", total: irr(100), own_income: irr(0), own_tax: irr(0),
          parts: [{ shop_id: "s1", merchant_id: "mer_1", amount: irr(100), lines: [{ line_id: `line_${order_id}`, quantity: 1, amount: irr(100) }] }],
        }, placed,
      )
      await service.fund({ id: `cap_${order_id}`, order_id, provider: "pp_test", amount: irr(100) }, placed)
      const [part] = await service.listShopOrders({ order_id })
      const id = part?.id ?? "none"
      await service.moveShopOrders([id], "accept", placed, operator)
      const { parcel_id } = await service.pack({ shop_order_id: id, carrier: "Iran Post", tracking_code: "RR123456789IR" }, placed)
      await service.within((manager) => handOver(manager, parcel_id, `ful_${order_id}`, sent, operator))
      return parcel_id
    }
    const arrive = (parcel_id: string, at: Instant) =>
      service.within((manager) => deliver(manager, { parcel_id, delivered_at: at, evidence: "operator", note: null }, calendar, at, operator))
    const standing = (id: string) => sql.execute(
      `select p.state, w.state as consent_window, w.due_at, w.remaining_ms, (select count(*) from ledger_journal) as journals, (select count(*) from escrow_history) as moves
       from escrow_parcel p join consent_window w on w.parcel_id = p.id where p.id = ?`, [id])
    async function refused(id: string, act: () => Promise<unknown>): Promise<void> {
      const before = await standing(id)
      await expect(act()).rejects.toMatchObject({ code: "clock_goes_back" })
      expect(await standing(id)).toEqual(before)
    }

    test("K4 a clock that stepped back behind a delivery changes nothing: no consent, no objection, no extension", async () => {
      const id = await aSentParcel("o1")
      await arrive(id, arrived)
      await refused(id, () => service.consent(id, calendar, back, buyer))
      await refused(id, () => service.within((manager) => pauseWindow(manager, id, "damaged", back, buyer)))
      await refused(id, () => service.within((manager) => extendWindow(manager, { parcel_id: id, by: "buyer" }, back, buyer)))
      await service.consent(id, calendar, arrived, buyer)
      expect(await standing(id)).toMatchObject([{ state: "released", consent_window: "given" }])
    })

    test("K4 a guest's link outlives its days while the window it answers for is open, and is used once", async () => {
      const id = await aSentParcel("o4")
      await service.within((manager) => keepLink(manager, id, "hash of o4", sent))
      const late = "2026-12-21T08:00:00.000Z" // the thirtieth day of the link
      expect(await service.within((manager) => readLink(manager, "hash of o4", late))).toMatchObject({ parcel_id: id })
      await arrive(id, "2026-12-20T08:00:00.000Z")
      await service.within(async (manager) => void (await useLink(manager, "hash of o4", late)))
      await service.consent(id, calendar, late, buyer)
      await expect(service.within((manager) => readLink(manager, "hash of o4", late))).rejects.toMatchObject({ code: "consent_link_used" })
    })

    test("K4 nor behind an objection: no withdrawal, no verdict, no delivery, no loss", async () => {
      const [known, unknown] = [await aSentParcel("o2"), await aSentParcel("o3")]
      await arrive(known, sent)
      for (const id of [known, unknown]) await service.within((manager) => pauseWindow(manager, id, "damaged", arrived, buyer))
      await refused(known, () => service.within((manager) => resumeWindow(manager, known, back, buyer)))
      await refused(known, () => service.within((manager) => decideParcel(manager, "case_1", known, { for: "merchant" }, back, operator)))
      await refused(unknown, () => service.within((manager) => resumeWindow(manager, unknown, back, buyer)))
      await refused(unknown, () => arrive(unknown, back))
      await refused(unknown, () => service.within((manager) => loseParcel(manager, unknown, "the carrier said so", back, operator)))
      await service.within((manager) => decideParcel(manager, "case_1", known, { for: "merchant" }, arrived, operator))
      expect(await standing(known)).toMatchObject([{ state: "released", consent_window: "decided" }])
    })
  },
})
