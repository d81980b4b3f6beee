/** What a call may cost at most, in millions of instructions of the shell or of qjs, by its row of the bench. */
export const goals: Readonly<Record<string, number>> = {
  'info, ready': 0.6,
  'signal, ready': 0.6,
  'status, ready': 0.6,
  'info by port, ready': 0.6,
  '3ginfo.sh, ready': 0.45,
  'modem status, ready': 8,
  '3ginfo.sh warm': 83,
  'info warm, median': 72,
  'info warm, worst': 79,
}

/** How much more it may be: compilers and C libraries differ. */
const tolerance = 1.05

/** A sentence for every row that costs more than it may. */
export const above = (counted: readonly (readonly [row: string, millions: number])[]): string[] =>
  counted.flatMap(([row, millions]) => {
    const goal = goals[row]
    return goal !== undefined && millions > goal * tolerance
      ? [`${row}: ${millions.toFixed(2)} M instructions, more than ${goal} M and 5 %`]
      : []
  })
