import { groups, known, ruleList } from "./rule-list.mjs"
import { filesBelow, isTest, read } from "./source.mjs"
import { heading, table } from "./text.mjs"

/** The rule ids in a text, ranges such as `P1–P6` spelled out. */
export function idsIn(text) {
  const found = new Set()
  for (const [, group, from, to] of text.matchAll(/\b([KROYP])(\d{1,2})(?:–(?:[KROYP])?(\d{1,2}))?(?![\w-])/g)) {
    for (let number = Number(from); number <= Number(to ?? from); number++) found.add(`${group}${number}`)
  }
  return [...found].filter((id) => known.has(id))
}

/** What a programmer wrote for people: comments, and the sentences of the contract. */
const proseOf = (source) =>
  [...source.matchAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?:summary|description|describe\()[^\n]*/g)].map(([text]) => text).join("\n")

/** The names of tests, and the rows of their tables: whatever a test quotes. */
const namesOf = (source) => [...source.matchAll(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g)].map(([text]) => text).join("\n")

const collect = (files, textOf) => {
  const places = new Map([...known].map((id) => [id, []]))
  for (const file of files) for (const id of idsIn(textOf(read(file)))) places.get(id).push(file)
  return places
}

function places() {
  const source = [...filesBelow("src", ".ts"), ...filesBelow("src", ".tsx")]
  const tests = [...source.filter(isTest), ...filesBelow("integration-tests", ".spec.ts"), ...filesBelow("tests", ".spec.ts")]
  const scripts = filesBelow("scripts", ".mjs").filter((file) => !file.startsWith("scripts/docs/"))
  return { code: collect([...source.filter((file) => !isTest(file)), ...scripts], proseOf), tests: collect(tests, namesOf) }
}

/** The rule itself stands in the domain, so that is where a reader should look first. */
const domainFirst = (a, b) => Number(b.startsWith("src/domain/")) - Number(a.startsWith("src/domain/"))

const overHttp = (file) => file.startsWith("integration-tests/")

/** A rule is done when the code names it, a test over HTTP carries its id, and nothing is left. */
function stateOf({ left }, code, tests) {
  if (code.length === 0) return "not yet"
  return left || !tests.some(overHttp) ? "partly" : "done"
}

const standing = () => {
  const found = places()
  return ruleList.map((rule) => {
    const [code, tests] = [found.code.get(rule.id), found.tests.get(rule.id)]
    return { ...rule, code: [...code].sort(domainFirst), tests: [...tests].sort((a, b) => Number(overHttp(b)) - Number(overHttp(a))), state: stateOf(rule, code, tests) }
  })
}

const links = (files, up) =>
  files.map((file) => `[${file.replace(/^(src|integration-tests)\//, "")}](${up}${file})`).join("<br>") || "—"

/** docs/rules.md: each rule, where it is implemented, and which tests show it. */
export function rulesDocument() {
  const about =
    "Pasaj joins the working rules of five shops and marketplaces. Each has an id; code, tests and documents refer to a rule by " +
    "that id, and this page is found from them: the places are the files whose comments name the rule, the tests those whose " +
    "names carry it. A rule is **done** when a test named after it shows it working over HTTP and nothing of it is left.\n\n" +
    "Numbers such as 7 days, 3 business days or 24 hours are policies, with the shops' own values as their defaults. 'Reference " +
    "rate' is a percentage by product category that exists only to size penalties: no sale carries a commission (K8)."
  const rules = standing()
  const sections = Object.entries(groups).map(([group, who]) => {
    const rows = rules
      .filter(({ id }) => id.startsWith(group))
      .map(({ id, says, left, state, code, tests }) => [
        id, says, state === "partly" ? `partly; left: ${left ?? "a test over HTTP with its id"}` : state, links(code, "../"), links(tests, "../"),
      ])
    return `## ${group}\n\n${who}\n\n${table(["id", "rule", "state", "where", "tests"], rows)}\n`
  })
  return [heading("Rules", about), ...sections].join("\n")
}

/** The same in short, for the README. */
export function rulesTable() {
  const rules = standing()
  const count = (state) => rules.filter((each) => each.state === state).length
  const rows = rules.map(({ id, says, state, code, tests }) => [id, says, state, links(code.slice(0, 1), ""), links(tests.slice(0, 1), "")])
  return `${count("done")} done, ${count("partly")} partly, ${count("not yet")} not yet.\n\n${table(["id", "rule", "state", "where", "test"], rows)}`
}
