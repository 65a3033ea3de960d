import { Module } from "@medusajs/framework/utils"

import CalendarModuleService from "./service"

export const PASAJ_CALENDAR = "pasaj_calendar"

export default Module(PASAJ_CALENDAR, { service: CalendarModuleService })
