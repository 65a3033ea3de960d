import { MedusaService } from "@medusajs/framework/utils"

import { DisputeCase } from "./models/dispute-case"

/**
 * Cases, for reading. They open and close in cases.ts, on the manager of the transaction that stops or releases the
 * parcel's money: a case without its effect, or an effect without its case, cannot be.
 */
export default class DisputeModuleService extends MedusaService({ DisputeCase }) {}
