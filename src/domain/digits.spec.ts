import { latinDigits } from "./digits"

test("Persian and Arabic digits count as digits", () => {
  expect(latinDigits("۱۲٫۵ و ٣٤")).toBe("12.5 و 34")
})
