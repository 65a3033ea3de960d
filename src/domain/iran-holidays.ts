import { type Day, type Holiday, type HolidayKind } from "./calendar"
import { dayOfJalali } from "./jalali"

/** One official holiday of Iran. Two occasions on one date are one row; it is `fixed` when either of them is. */
export type IranHoliday = { year: number; month: number; day: number; fa: string; en: string; kind: HolidayKind }

const fixed = (year: number, month: number, day: number, fa: string, en: string): IranHoliday => ({ year, month, day, fa, en, kind: "fixed" })
const lunar = (year: number, month: number, day: number, fa: string, en: string): IranHoliday => ({ year, month, day, fa, en, kind: "lunar_expected" })

/**
 * Iran's official holidays by Jalali year. A lunar day may still move by one with the sighting, and closures are
 * declared overnight: the operator changes the calendar, never this table. 1405 is the list of 25 announced with that
 * year's calendar; some printings also close 25 Farvardin (25 Shawwal), which an operator may add. 1406 is computed.
 */
export const iranHolidays: readonly IranHoliday[] = [
  fixed(1404, 1, 1, "آغاز نوروز", "Nowruz"),
  fixed(1404, 1, 2, "عید نوروز و شهادت امام علی", "Nowruz holiday and martyrdom of Imam Ali"),
  fixed(1404, 1, 3, "عید نوروز", "Nowruz holiday"),
  fixed(1404, 1, 4, "عید نوروز", "Nowruz holiday"),
  lunar(1404, 1, 11, "عید فطر", "Eid al-Fitr"),
  fixed(1404, 1, 12, "روز جمهوری اسلامی ایران و تعطیل عید فطر", "Islamic Republic Day and second day of Eid al-Fitr"),
  fixed(1404, 1, 13, "روز طبیعت", "Nature Day"),
  lunar(1404, 2, 4, "شهادت امام جعفر صادق", "Martyrdom of Imam Jafar Sadeq"),
  fixed(1404, 3, 14, "رحلت امام خمینی", "Demise of Imam Khomeini"),
  fixed(1404, 3, 15, "قیام ۱۵ خرداد", "15 Khordad uprising"),
  lunar(1404, 3, 16, "عید قربان", "Eid al-Adha"),
  lunar(1404, 3, 24, "عید غدیر خم", "Eid al-Ghadir"),
  lunar(1404, 4, 14, "تاسوعای حسینی", "Tasua"),
  lunar(1404, 4, 15, "عاشورای حسینی", "Ashura"),
  lunar(1404, 5, 23, "اربعین حسینی", "Arbaeen"),
  lunar(1404, 5, 31, "رحلت رسول اکرم و شهادت امام حسن مجتبی", "Demise of the Prophet and martyrdom of Imam Hasan"),
  lunar(1404, 6, 2, "شهادت امام رضا", "Martyrdom of Imam Reza"),
  lunar(1404, 6, 10, "شهادت امام حسن عسکری", "Martyrdom of Imam Hasan Askari"),
  lunar(1404, 6, 19, "میلاد رسول اکرم و امام جعفر صادق", "Birth of the Prophet and of Imam Jafar Sadeq"),
  lunar(1404, 9, 3, "شهادت حضرت فاطمه زهرا", "Martyrdom of Fatemeh Zahra"),
  lunar(1404, 10, 13, "ولادت امام علی", "Birth of Imam Ali"),
  lunar(1404, 10, 27, "مبعث رسول اکرم", "Mabath"),
  lunar(1404, 11, 15, "ولادت حضرت قائم", "Birth of Imam Mahdi"),
  fixed(1404, 11, 22, "پیروزی انقلاب اسلامی", "Victory of the Islamic Revolution"),
  lunar(1404, 12, 20, "شهادت امام علی", "Martyrdom of Imam Ali"),
  fixed(1404, 12, 29, "روز ملی شدن صنعت نفت", "Nationalisation of the oil industry"),
  fixed(1405, 1, 1, "آغاز نوروز و عید فطر", "Nowruz and Eid al-Fitr"),
  fixed(1405, 1, 2, "عید نوروز و تعطیل عید فطر", "Nowruz holiday and second day of Eid al-Fitr"),
  fixed(1405, 1, 3, "عید نوروز", "Nowruz holiday"),
  fixed(1405, 1, 4, "عید نوروز", "Nowruz holiday"),
  fixed(1405, 1, 12, "روز جمهوری اسلامی ایران", "Islamic Republic Day"),
  fixed(1405, 1, 13, "روز طبیعت", "Nature Day"),
  lunar(1405, 3, 6, "عید قربان", "Eid al-Adha"),
  fixed(1405, 3, 14, "رحلت امام خمینی و عید غدیر خم", "Demise of Imam Khomeini and Eid al-Ghadir"),
  fixed(1405, 3, 15, "قیام ۱۵ خرداد", "15 Khordad uprising"),
  lunar(1405, 4, 3, "تاسوعای حسینی", "Tasua"),
  lunar(1405, 4, 4, "عاشورای حسینی", "Ashura"),
  lunar(1405, 5, 13, "اربعین حسینی", "Arbaeen"),
  lunar(1405, 5, 21, "رحلت رسول اکرم و شهادت امام حسن مجتبی", "Demise of the Prophet and martyrdom of Imam Hasan"),
  lunar(1405, 5, 22, "شهادت امام رضا", "Martyrdom of Imam Reza"),
  lunar(1405, 5, 30, "شهادت امام حسن عسکری", "Martyrdom of Imam Hasan Askari"),
  lunar(1405, 6, 8, "میلاد رسول اکرم و امام جعفر صادق", "Birth of the Prophet and of Imam Jafar Sadeq"),
  lunar(1405, 8, 22, "شهادت حضرت فاطمه زهرا", "Martyrdom of Fatemeh Zahra"),
  lunar(1405, 10, 2, "ولادت امام علی", "Birth of Imam Ali"),
  lunar(1405, 10, 16, "مبعث رسول اکرم", "Mabath"),
  lunar(1405, 11, 4, "ولادت حضرت قائم", "Birth of Imam Mahdi"),
  fixed(1405, 11, 22, "پیروزی انقلاب اسلامی", "Victory of the Islamic Revolution"),
  lunar(1405, 12, 9, "شهادت امام علی", "Martyrdom of Imam Ali"),
  lunar(1405, 12, 19, "عید فطر", "Eid al-Fitr"),
  lunar(1405, 12, 20, "تعطیل عید فطر", "Eid al-Fitr, second day"),
  fixed(1405, 12, 29, "روز ملی شدن صنعت نفت", "Nationalisation of the oil industry"),
  fixed(1406, 1, 1, "آغاز نوروز", "Nowruz"),
  fixed(1406, 1, 2, "عید نوروز", "Nowruz holiday"),
  fixed(1406, 1, 3, "عید نوروز", "Nowruz holiday"),
  fixed(1406, 1, 4, "عید نوروز", "Nowruz holiday"),
  fixed(1406, 1, 12, "روز جمهوری اسلامی ایران", "Islamic Republic Day"),
  fixed(1406, 1, 13, "روز طبیعت", "Nature Day"),
  lunar(1406, 1, 14, "شهادت امام جعفر صادق", "Martyrdom of Imam Jafar Sadeq"),
  lunar(1406, 2, 27, "عید قربان", "Eid al-Adha"),
  lunar(1406, 3, 4, "عید غدیر خم", "Eid al-Ghadir"),
  fixed(1406, 3, 14, "رحلت امام خمینی", "Demise of Imam Khomeini"),
  fixed(1406, 3, 15, "قیام ۱۵ خرداد", "15 Khordad uprising"),
  lunar(1406, 3, 25, "تاسوعای حسینی", "Tasua"),
  lunar(1406, 3, 26, "عاشورای حسینی", "Ashura"),
  lunar(1406, 5, 3, "اربعین حسینی", "Arbaeen"),
  lunar(1406, 5, 11, "رحلت رسول اکرم و شهادت امام حسن مجتبی", "Demise of the Prophet and martyrdom of Imam Hasan"),
  lunar(1406, 5, 12, "شهادت امام رضا", "Martyrdom of Imam Reza"),
  lunar(1406, 5, 20, "شهادت امام حسن عسکری", "Martyrdom of Imam Hasan Askari"),
  lunar(1406, 5, 29, "میلاد رسول اکرم و امام جعفر صادق", "Birth of the Prophet and of Imam Jafar Sadeq"),
  lunar(1406, 8, 12, "شهادت حضرت فاطمه زهرا", "Martyrdom of Fatemeh Zahra"),
  lunar(1406, 9, 21, "ولادت امام علی", "Birth of Imam Ali"),
  lunar(1406, 10, 5, "مبعث رسول اکرم", "Mabath"),
  lunar(1406, 10, 23, "ولادت حضرت قائم", "Birth of Imam Mahdi"),
  fixed(1406, 11, 22, "پیروزی انقلاب اسلامی", "Victory of the Islamic Revolution"),
  lunar(1406, 11, 29, "شهادت امام علی", "Martyrdom of Imam Ali"),
  lunar(1406, 12, 8, "عید فطر", "Eid al-Fitr"),
  lunar(1406, 12, 9, "تعطیل عید فطر", "Eid al-Fitr, second day"),
  fixed(1406, 12, 29, "روز ملی شدن صنعت نفت", "Nationalisation of the oil industry"),
]

/** The holidays of the given Jalali years as days of a business calendar, named in Persian. */
export const iranHolidaysOf = (...years: number[]): Record<Day, Holiday> =>
  Object.fromEntries(
    iranHolidays
      .filter((holiday) => years.includes(holiday.year))
      .map(({ year, month, day, fa, kind }) => [dayOfJalali(year, month, day), { name: fa, kind }]),
  )
