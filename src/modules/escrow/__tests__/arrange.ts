import { join } from "node:path"

import { PASAJ_ESCROW } from "../index"
import { ConsentWindow } from "../models/consent-window"
import { EscrowOrder } from "../models/escrow-order"
import { EscrowHold } from "../models/hold"
import { EscrowParcel } from "../models/parcel"
import { ShopOrder } from "../models/shop-order"
import { ShopOrderLine } from "../models/shop-order-line"

/** The module as it is installed: its tables, and the ledger that its journals go to. */
export const escrowModule = {
  moduleName: PASAJ_ESCROW,
  moduleModels: [EscrowOrder, ShopOrder, ShopOrderLine, EscrowHold, EscrowParcel, ConsentWindow],
  resolve: join(__dirname, ".."),
  pathToMigrations: [join(__dirname, "../migrations"), join(__dirname, "../../ledger/migrations")],
}
