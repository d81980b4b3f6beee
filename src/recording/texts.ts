/** Takes texts of messages out of the lines of a talk, which it sees one after another. */
export interface Texts {
  /** The line without text of a message. */
  without(line: string): string
  /** A command was sent: no text goes on. */
  end(): void
}

const header = /^(\+(?:CMT|CMGR|CMGL|CBM|CDS|CUSD))\s*:/i
const final = /^(?:OK|ERROR|\+CM[ES] ERROR.*)$/i
const titled = /^[+^!#$*%&][A-Z]\w*\s*:/i

/** Fields of a header that say nothing: its state, a time, a number. */
const harmless = /^(?:(?:REC|STO) \w+|\d\d\/\d\d\/\d\d,[\d:+-]+|\+?\d*)$/i

/**
 * Texts of `+CMT`, `+CMGR`, `+CMGL`, `+CBM`, `+CDS` are the lines behind the header up to the next answer (3GPP TS 27.005
 * §3); that of `+CUSD: 0,"text",15` is in quotes, which may close lines later (TS 27.007 §7.15). `note` is told each.
 */
export function createTexts(note: (text: string) => void): Texts {
  const gap = (text: string) => {
    note(text)
    return `(${text.length} characters)`
  }
  let state: 'none' | 'first' | 'more' | 'quoted' = 'none'
  return {
    end() {
      state = 'none'
    },
    without(line) {
      if (state === 'quoted') {
        if (/"(?:, ?\d*)?\s*$/.test(line)) state = 'none'
        return gap(line)
      }
      const [head, name = ''] = header.exec(line) ?? []
      if (head !== undefined && name.toUpperCase() === '+CUSD') {
        const [, start = '', text = ''] = /^([^,]*)(.*)$/.exec(line) ?? []
        if (text === '') return line
        const [coding = ''] = /,\s*\d{1,3}\s*$/.exec(text) ?? []
        if ((text.match(/"/g) ?? []).length === 1) state = 'quoted'
        return `${start},"${gap(text.slice(0, text.length - coding.length))}"${coding.trim()}`
      }
      if (head !== undefined) {
        state = 'first'
        return line.replace(/"([^"]*)"/g, (field, text: string) =>
          harmless.test(text) ? field : `"${gap(text)}"`,
        )
      }
      if (state === 'first' || (state === 'more' && !titled.test(line) && !final.test(line))) {
        if (state === 'first' && final.test(line)) return line
        state = 'more'
        return gap(line)
      }
      state = 'none'
      return line
    },
  }
}
