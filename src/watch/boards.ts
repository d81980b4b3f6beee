/** Technologies as lights tell them apart. */
export type Shown = '2g' | '3g' | '4g' | '4g_plus' | '5g'

/** What the LEDs of a board are for, by their names in /sys/class/leds. */
export interface Lights {
  /** The more of them are lit, the stronger the signal: weakest first. */
  bars?: readonly string[]
  /** LEDs that are lit while the signal is weak, fair and good, of a board that shows that by colour. */
  strength?: readonly [weak: readonly string[], fair: readonly string[], good: readonly string[]]
  /** LEDs that are lit while this technology is in use; one without a line of its own is shown as the one below it. */
  technology?: Readonly<Partial<Record<Shown, readonly string[]>>>
  /** LEDs that are lit while the modem has no network. */
  offline?: readonly string[]
}

const numbered = (name: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${name}${from + i}`)

/** One lens with a red, a green and a blue LED, by technology. */
const coloured = (red: string, green: string, blue: string): Lights => ({
  technology: { '2g': [red], '3g': [red, green], '4g': [green], '4g_plus': [green, blue], '5g': [blue] },
  offline: [red],
})

/** Two colours that show the strength: one, both, the other one. */
const twoColours = (red: string, green: string): Pick<Lights, 'strength'> => ({
  strength: [[red], [red, green], [green]],
})

const trio: Lights = { bars: numbered('white:signal', 1, 3) }
const dlink: Lights = {
  ...twoColours('red:sigstrength', 'green:sigstrength'),
  technology: { '2g': [], '3g': ['green:3g'], '4g': ['green:4g'] },
}
const dlink960: Lights = { ...dlink, ...twoColours('red:signal', 'green:signal') }

/** A LED with the name of a technology: nothing below it lights it. */
const from = (shown: Shown, name: string): Lights => ({ technology: { '2g': [], [shown]: [name] } })

const misectel: Lights = {
  strength: [['lede:blue:4gyellow'], ['lede:blue:5gblue'], ['lede:blue:5gyellow']],
  technology: { '2g': [], '5g': ['lede:blue:red'] },
}

/**
 * Boards by the first name of their device tree that is listed. The names are those of OpenWrt's device trees, of the
 * QModem project for the boards it knows; what is not here is set in UCI.
 */
export const boards: Readonly<Record<string, Lights>> = {
  // Also the image of the Archer MR500: the fourth light of its panel is 4G+, and stays dark on 4G alone.
  'tplink,mr600-v2-eu': { ...trio, technology: { '2g': [], '4g_plus': ['white:4g'] } },
  'tplink,archer-mr200': { bars: numbered('white:signal', 1, 4), ...from('4g', 'white:4g') },
  'tplink,archer-mr200-v5': trio,
  'tplink,archer-mr200-v6': trio,
  'tplink,tl-mr6400-v4': trio,
  'tplink,tl-mr6400-v5': trio,
  'tplink,tl-mr6400-v7': trio,
  'tplink,tl-mr6400-v1': from('4g', 'white:4g'),
  'asus,4g-ax56': {
    bars: numbered('white:rssi-', 1, 3),
    technology: {
      '2g': ['yellow:mobile'],
      '4g': ['blue:mobile'],
      '4g_plus': ['white:mobile'],
    },
    offline: ['red:mobile'],
  },
  'zyxel,lte3301-plus': {
    strength: [['lte3301-plus:red:mobile'], ['lte3301-plus:orange:mobile'], ['lte3301-plus:green:mobile']],
    ...from('4g', 'lte3301-plus:white:lte'),
  },
  'zyxel,lte5398-m904': { strength: [['red:lte'], ['orange:lte'], ['green:lte']] },
  'zyxel,lte3301-m209': {
    ...twoColours('lte3301:red:mobile', 'lte3301:green:mobile'),
    ...from('4g', 'lte3301:green:lte'),
  },
  'zyxel,lte3301-q222': {
    ...twoColours('lte3301:red:mobile', 'lte3301:green:mobile'),
    ...from('4g', 'lte3301:green:lte'),
  },
  'cudy,lt300-v3': trio,
  'tozed,zlt-s12-pro': {
    bars: numbered('blue:signal', 1, 5),
    technology: { '2g': ['blue:modem'] },
    offline: ['red:modem'],
  },
  'totolink,lr1200': {
    bars: numbered('blue:rssi', 1, 4),
    technology: { '2g': [], '3g': ['blue:3g'], '4g': ['blue:4g'] },
  },
  'teltonika,rut955': { bars: numbered('green:signal', 0, 4) },
  'teltonika,rut955-h7v3c0': { bars: numbered('green:signal', 0, 4) },
  'teltonika,rut230-v1': {
    bars: [...numbered('green:signal-strength-', 0, 3), 'green:signal-strength4'],
    ...from('3g', 'green:3g'),
  },
  'teltonika,rutc50': {
    bars: numbered('green:rssi-', 1, 3),
    technology: { '2g': [], '3g': ['green:3G'], '4g': ['green:4G'], '5g': ['green:5G'] },
  },
  'glinet,gl-x3000': { bars: numbered('green:5g:led', 1, 4) },
  'glinet,gl-xe3000': { bars: numbered('green:5g:led', 1, 4) },
  'glinet,gl-x750': from('4g', 'green:4g'),
  'glinet,gl-x300b': from('4g', 'green:lte'),
  'glinet,gl-xe300': from('4g', 'green:lte'),
  'glinet,gl-mifi': from('3g', 'green:3g4g'),
  'dlink,dwr-921-c1': dlink,
  'dlink,dwr-922-e2': dlink,
  'dlink,dwr-960': dlink960,
  'dlink,dwr-961-a1': dlink960,
  'dlink,dwr-512-b': { ...twoColours('red:sigstrength', 'green:sigstrength'), ...from('3g', 'green:3g') },
  'zte,mf283plus': { ...coloured('red:wwan', 'green:wwan', 'blue:wwan'), bars: ['blue:signal'] },
  'bolt,bl201': { bars: [...numbered('blue:lte', 1, 4), ...numbered('red:lte', 5, 6)] },
  'telco-electronics,x1': {
    bars: ['lowest', 'low', 'medium', 'high', 'highest'].map(word => `green:modem-rssi-${word}`),
    technology: { '2g': ['green:modem-3g'], '4g': ['blue:modem-4g'] },
    offline: ['red:modem-offline'],
  },
  'alfa-network,r36m-e4g': from('4g', 'orange:4g'),
  'alfa-network,tube-e4g': from('4g', 'green:4g'),
  'zbtlink,zbt-cpe102': { bars: numbered('green:4g-', 0, 2) },
  'zbtlink,zbt-we826-e': { bars: ['green:signal'] },
  'zbtlink,zbt-z800ax': { technology: { '2g': ['green:modem'] } },
  'head-weblink,hdrm200': { bars: ['red:rssi'] },
  'hnet,c108': { technology: { '2g': ['green:modem'] }, offline: ['red:modem'] },
  'mikrotik,routerboard-m11g': { bars: numbered('green:rssi', 0, 4) },
  'mikrotik,chateau-5g-r17-ax': { bars: numbered('green:mobile-', 1, 5) },
  'cellc,rtl30vw': { bars: ['red:signal'] },
  'huasifei,mt7621dtu': {
    technology: { '2g': [], '4g': ['amber:4g'], '4g_plus': ['green:4g'], '5g': ['green:5g'] },
  },
  'huasifei,ws1208v2': { technology: { '2g': ['green:cellular'] } },
  'huasifei,ws3006': { technology: { '2g': [], '4g': ['green:4g'], '5g': ['green:5g'] } },
  'fzs,5gcpe-p3': { technology: { '2g': [], '4g': ['green:4g'], '5g': ['green:5g'] } },
  'arcadyan,aw1000': {
    strength: [['red:signal'], ['red:signal', 'green:signal'], ['green:signal']],
    ...coloured('red:5g', 'green:5g', 'blue:5g'),
  },
  'sercomm,h500-s': coloured('red:mobile', 'green:mobile', 'blue:mobile'),
  'iij,sa-w2': { technology: { '2g': ['green:mobile'] }, offline: ['red:mobile'] },
  'nradio,c2000-max': {
    bars: numbered('hc:blue:sig', 1, 3),
    technology: { '2g': ['hc:blue:status'] },
    offline: ['hc:red:error'],
  },
  'misectel,m01k21': misectel,
}
