import { weekdayOf } from "./calendar"
import { iranHolidays, iranHolidaysOf } from "./iran-holidays"
import { dayOfJalali } from "./jalali"

const of = (year: number) => iranHolidays.filter((holiday) => holiday.year === year)
const dayNumbers = (year: number, month: number): number[] => of(year).filter((row) => row.month === month).map((row) => row.day)
const onWeekday = (year: number, weekday: string): number =>
  of(year).filter((row) => weekdayOf(dayOfJalali(row.year, row.month, row.day)) === weekday).length

test("1405 has the 25 official holidays that were announced, 6 on a Thursday and 3 on a Friday", () => {
  expect(of(1405)).toHaveLength(25)
  expect([onWeekday(1405, "thursday"), onWeekday(1405, "friday")]).toEqual([6, 3])
})

test.each([
  //  month  days                     why
  [1,        [1, 2, 3, 4, 12, 13],    "Farvardin: Nowruz, the Republic, nature"],
  [2,        [],                      "Ordibehesht"],
  [3,        [6, 14, 15],             "Khordad"],
  [4,        [3, 4],                  "Tir: Tasua and Ashura"],
  [5,        [13, 21, 22, 30],        "Mordad has four"],
  [6,        [8],                     "Shahrivar has one"],
  [7,        [],                      "Mehr"],
  [8,        [22],                    "Aban has one"],
  [9,        [],                      "Azar"],
  [10,       [2, 16],                 "Dey has two"],
  [11,       [4, 22],                 "Bahman has two, one the revolution's"],
  [12,       [9, 19, 20, 29],         "Esfand has four, one the oil industry's"],
])("1405, month %i: %j (%s)", (month, days) => {
  expect(dayNumbers(1405, month)).toEqual(days)
})

test.each([
  //  year  all  Fridays  why
  [1404,    26,  4,       "as its own printed calendar says"],
  [1406,    27,  5,       "no two occasions of it share a date"],
])("%i has %i holidays, %i of them on a Friday (%s)", (year, all, fridays) => {
  expect([of(year).length, onWeekday(year, "friday")]).toEqual([all, fridays])
})

test("every year has the ten fixed dates, and everything else is marked as expected", () => {
  for (const year of [1404, 1405, 1406]) {
    const fixed = of(year).filter((row) => row.kind === "fixed").map((row) => `${row.month}/${row.day}`)
    expect(fixed).toEqual(["1/1", "1/2", "1/3", "1/4", "1/12", "1/13", "3/14", "3/15", "11/22", "12/29"])
    expect(of(year).filter((row) => row.kind === "closure")).toEqual([])
  }
})

test("no date stands twice, dates are in order, and both names are there", () => {
  const dates = iranHolidays.map((row) => dayOfJalali(row.year, row.month, row.day))
  expect([...new Set(dates)].sort()).toEqual(dates)
  expect(iranHolidays.filter((row) => !/[آ-ی]/.test(row.fa) || !/^[A-Z1]/.test(row.en))).toEqual([])
})

test("as days of a calendar, only the years asked for", () => {
  const days = iranHolidaysOf(1405)
  expect(Object.keys(days)).toHaveLength(25)
  expect(days["2026-03-21"]).toEqual({ name: "آغاز نوروز و عید فطر", kind: "fixed" })
})
