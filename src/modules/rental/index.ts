import { Module } from "@medusajs/framework/utils"

import RentalModuleService from "./service"

export const PASAJ_RENTAL = "pasaj_rental"

export default Module(PASAJ_RENTAL, { service: RentalModuleService })
