import { instantOrNull } from "../../adapters/columns"
import type { SqlManager } from "../../adapters/ledger"
import { refuse } from "../../domain/errors"
import { traderOf, type PublicField, type Trader, type VerificationRules } from "../../domain/verification"

type Row = { name: string; kind: "natural" | "legal"; licensed: boolean; verified_at: string | null; rules: VerificationRules } & Record<PublicField, string | null>

/**
 * Who buyers trade with in the shop at an address, one that it has left too: what the rules in force make public of its
 * merchant, and nothing that an operator has yet to see. A shop that never rented has not opened to buyers; a closed one
 * still has a trader, for those who bought there, until the merchant's identity is erased.
 * @throws shop_not_found
 */
export async function traderOfShop(manager: SqlManager, handle: string): Promise<Trader> {
  const [row] = await manager.execute<Row>(
    `select m.name, m.kind, m.licensed, m.verified_at, m.licence_number, m.company_id, m.city, m.address, m.postal_code,
       (select rules from verification_rules order by version desc limit 1) as rules
     from pasaj_shop s join pasaj_merchant m on m.id = s.merchant_id 
     where s.id = coalesce((select id from pasaj_shop where handle = ?), (select shop_id from shop_former_handle where handle = ?))
       and s.leased_until is not null and m.erased_at is null`,
    [handle, handle],
  )
  if (!row) refuse("shop_not_found", { id: handle })
  return traderOf(row.rules, { ...row, verified_at: instantOrNull(row.verified_at) })
}
