import { givenBefore, splitReturn, worthOf } from "./returns"

test.each([
  [1000, 1000, 0, { refund: 1000, credit: 0, kept: 0 }, "a return: all of it to the buyer"],
  [1000, 950, 0, { refund: 950, credit: 0, kept: 50 }, "O3 Medusa owes less, for a return fee: the merchant keeps the rest"],
  [1000, 1200, 0, { refund: 1000, credit: 0, kept: 0 }, "a refund was given before: no more than the books have"],
  [1000, -200, 1200, { refund: 0, credit: 1000, kept: 0 }, "a dearer replacement: the buyer pays the difference"],
  [1000, 0, 1000, { refund: 0, credit: 1000, kept: 0 }, "a replacement of the same price"],
  [1000, 400, 600, { refund: 400, credit: 600, kept: 0 }, "a cheaper replacement"],
  [1000, 0, 950, { refund: 0, credit: 950, kept: 50 }, "a cheaper replacement, and a return fee"],
  [0, 0, 0, { refund: 0, credit: 0, kept: 0 }, "a gift came back"],
])("units worth %i, owed %i, replacements at %i", (worth, owed, unpaid, split) => {
  expect(splitReturn(worth, owed, unpaid)).toEqual(split)
})

test.each([
  [1000, 3, 3, 1000, "all of it"],
  [1000, 1, 3, 333, "rounded down: the last one back brings the rest"],
  [1000, 4, 3, 1000, "never more than there is"],
])("of %i, %i of %i units", (minor, units, of, worth) => {
  expect(worthOf(minor, units, of)).toBe(worth)
})

test.each([
  [100, [{ price: 1000, worth: 900 }], 100, "a refund for a scratch was given before"],
  [1000, [{ price: 1000, worth: 0 }], 1000, "a case gave all of it back, and then it came back too"],
  [0, [{ price: 1000, worth: 600 }], 0, "a bank took it, of which Medusa knows nothing"],
  [300, [{ price: 500, worth: 400 }, { price: 500, worth: 550 }], 100, "one line's refund, and another's return fee that its merchant kept"],
  [100, [{ price: 1000, worth: 999 }, { price: 10, worth: 10 }], 0, "a fraction is no refund"],
  [-50, [{ price: 1000, worth: 900 }], 0, "the credits are taken back already"],
])("credits of %i, pieces %o: %i were given before", (credits, pieces, given) => {
  expect(givenBefore(credits, pieces)).toBe(given)
})
