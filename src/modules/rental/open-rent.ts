import type { SqlManager } from "../../adapters/ledger"
import { isFinal, statesOf } from "../../domain/machine"
import { invoiceMachine } from "../../domain/rental"

export type OpenRent = { unpaid_invoices: number; live_leases: number }

const openInvoices = statesOf(invoiceMachine).filter((state) => !isFinal(invoiceMachine, state))

/** How many invoices a merchant has yet to pay, and how many of its leases run; one that was never paid for does not. */
export async function openRentOf(manager: SqlManager, merchantId: string): Promise<OpenRent> {
  const [row] = await manager.execute<OpenRent>(
    `select
       (select count(*)::int from rent_invoice where merchant_id = ? and state = any(array[?]::text[])) as unpaid_invoices,
       (select count(*)::int from shop_lease where merchant_id = ? and state not in ('ended', 'awaiting_payment')) as live_leases`,
    [merchantId, openInvoices, merchantId],
  )
  return row ?? { unpaid_invoices: 0, live_leases: 0 }
}
