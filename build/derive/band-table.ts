import { type BandSystem, bandText, modembandText } from '../../src/radio/bands.ts'

/** Highest band number of TS 36.101 and TS 38.104 that the tables of `src/radio/bands.ts` can hold. */
const lastBand = 263

/** `3F1800 7F2600 …`: number, first letter of the duplex mode (`-`: none) and frequency of every band with a name. */
function rows(system: BandSystem): string {
  const found: string[] = []
  for (let band = 1; band <= lastBand; band++) {
    const frequency = /\((.*) ([MG])Hz\)/.exec(bandText(system, band))
    if (frequency === null) continue
    const duplex = /^[FTDSU]/.exec(modembandText(system, band).replace('SDL', 'DL').replace('SUL', 'UL'))
    found.push(`${band}${duplex?.[0] ?? '-'}${frequency[1]}${frequency[2] === 'G' ? 'G' : ''}`)
  }
  return found.join(' ')
}

/** The LuCI module `modem.spectrum`: duplex mode and nominal frequency of LTE and NR bands. */
export function bandModule(header: string): string {
  return `// ${header}
'use strict';
'require baseclass';

const tables = {
	lte: '${rows('lte')}',
	nr: '${rows('nr')}'
};

const modes = { F: 'FDD', T: 'TDD', D: 'SDL', U: 'SUL' };

return baseclass.extend({
	/**
	 * Duplex mode and nominal frequency of a band, \`FDD 1800 MHz\`; empty for a band without a name.
	 * @param {'lte' | 'nr'} system
	 * @param {number} band
	 */
	text(system, band) {
		const [, letter, mhz, giga] = new RegExp(\`(?:^| )\${band}([FTDU-])([\\\\d/]+)(G?)\`).exec(tables[system]) || [];
		if (!mhz)
			return '';
		const mode = modes[/** @type {keyof typeof modes} */ (letter)];
		return \`\${mode ? \`\${mode} \` : ''}\${mhz} \${giga ? 'GHz' : 'MHz'}\`;
	}
});
`
}
