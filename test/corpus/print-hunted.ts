import { huntedOutcome, loadHunted } from './hunted.ts'

/** Prints the score of the hunted cases: `npx tsx test/corpus/print-hunted.ts [NAME]`. */
const [prefix = ''] = process.argv.slice(2)
let compared = 0
let wrong = 0
for (const one of (loadHunted() ?? []).filter(({ name }) => name.startsWith(prefix))) {
  const outcome = await huntedOutcome(one)
  compared += outcome.compared
  wrong += outcome.mismatches.length
  for (const { field, expected, actual } of outcome.mismatches)
    console.log(`${one.name} ${field}: expected ${expected}, got ${actual}`)
}
console.log(`${compared - wrong} of ${compared}`)
