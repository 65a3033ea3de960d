import fc from "fast-check"

import { imageUrl, plainText } from "./text"

//  html                                                text                        why
test.each([
  ["<p>One</p>\n<p>Two&nbsp;&amp; three</p>",           "One\nTwo & three",         "a line for each block"],
  ["<ul>\n<li>Screen Grab®</li><li>\n</li></ul>",       "• Screen Grab®",           "an empty point is none"],
  ["One<br>two<BR/>three",                              "One\ntwo\nthree",          "breaks break"],
  ["a <script>alert('x')</script>b<style>p{}</style>",  "a b",                      "code is no description"],
  ["a&lt;img src=x onerror=alert(1)&gt;b",              "ab",                       "markup written as entities stays out as well"],
  ["a<img src=x onerror=alert(1)",                      "a",                        "an unfinished tag is one"],
  ["5 < 10 and 10 > 5",                                 "5 < 10 and 10 > 5",        "a comparison is no tag"],
  ["پیراهن&zwnj;مردانه",                                "پیراهن\u200cمردانه",       "the half space of Persian is a letter's matter"],
  ["&#1587;&#x644;&unknown;",                           "سل&unknown;",              "numbers are letters; what we do not know stays"],
  ["a&#xD800;b&#x1F600;&#99999999;",                    "a b😀",                    "half a character is none, and neither is one that does not exist"],
  ["",                                                  "",                         "nothing is nothing"],
])("%j reads %j: %s", (html, text) => {
  expect(plainText(html)).toBe(text)
})

test("a tag around a tag leaves none", () => {
  expect(plainText("<<b>img src=x>")).toBe("")
})

test("law: no tag survives, however it is nested", () => {
  const piece = fc.constantFrom("<", ">", "&lt;", "&gt;", "script", "<b>", "</b>", "img ", "x", "&amp;", "!--", "-->")
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    expect(plainText(pieces.join(""))).not.toMatch(/<\/?[a-z!]/i)
  }))
})

//  text                         url                             why
test.each([
  ["https://a.example/x.jpg",    "https://a.example/x.jpg",      "absolute"],
  ["//cdn.example/x.jpg?v=1",    "https://cdn.example/x.jpg?v=1", "Shopify leaves out the scheme"],
  ["/x.jpg",                     null,                           "relative to nothing"],
  ["javascript:alert(1)",        null,                           "no image"],
  ["https://a.example/a b.jpg",  null,                           "a space is no part of an address"],
  ["",                           null,                           "none"],
])("image %j is %j: %s", (text, url, _why) => {
  expect(imageUrl(text)).toBe(url)
})
