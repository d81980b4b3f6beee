import { type Elements, elementsIn } from '../asking/huawei-stick.ts'
import { decimal } from '../asking/stick.ts'
import { Failure } from '../contract/failure.ts'
import type { SimState } from '../contract/info.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { Stored } from '../messages/sms.ts'
import { stickSlot, stickTime, timeWithoutZone } from '../messages/stick.ts'
import { bandsToMask, maskToBands } from '../radio/bands.ts'
import { type CardOrder, refusal, type StickControl, sending } from './stick-control.ts'
import { escaped, huaweiApi } from './stick-huawei-api.ts'
import type { StickVisit } from './stick-visit.ts'

/** `NetworkMode` by its pairs of digits in order: 01 2G, 02 3G, 03 4G, 08 5G; which comes first is the stick's matter. */
const modes: Readonly<Record<string, AccessMode>> = {
  '00': 'auto',
  '01': 'gsm',
  '02': 'umts',
  '0102': 'gsm_umts',
  '03': 'lte',
  '0103': 'gsm_lte',
  '0203': 'umts_lte',
  '010203': 'gsm_umts_lte',
  '08': 'nr',
  '0308': 'lte_nr',
  '0208': 'umts_nr',
  '020308': 'umts_lte_nr',
}

const modeOf = (code = ''): AccessMode | null => modes[(code.match(/\d\d/g) ?? []).sort().join('')] ?? null

/** Mask of every LTE band: the stick decides. */
const everyBand = '7FFFFFFFFFFFFFFF'

/** `SimState` of `pin/status`: 253 and 254 are a lock to the operator, 256 a card that does not tell. */
const sims: Readonly<Record<string, SimState>> = {
  253: 'locked_to_network',
  254: 'locked_to_network',
  255: 'absent',
  256: 'failure',
  257: 'ready',
  258: 'ready',
  259: 'ready',
  260: 'pin_required',
  261: 'puk_required',
}

/** `OperateType` of `pin/operate`, and the elements behind it. */
function cardOrder(order: CardOrder): string {
  const type = { verify: 0, lock: 1, free: 2, change: 3, unblock: 4 }[order.do]
  const current = order.do === 'unblock' ? '' : order.pin
  const fresh = order.do === 'change' ? order.fresh : order.do === 'unblock' ? order.pin : ''
  const puk = order.do === 'unblock' ? order.puk : ''
  return `<OperateType>${type}</OperateType><CurrentPin>${current}</CurrentPin><NewPin>${fresh}</NewPin><PukCode>${puk}</PukCode>`
}

/** Errors for what a firmware does not have. */
const absent = [0, 100_002, 404]

/** Boxes by their number in `sms/sms-list`, and what `sms/sms-count` calls their content. */
const boxes = [
  [1, 'LocalInbox', 'ME'],
  [2, 'LocalOutbox', 'ME'],
  [3, 'LocalDraft', 'ME'],
  [5, 'SimInbox', 'SM'],
  [6, 'SimOutbox', 'SM'],
  [7, 'SimDraft', 'SM'],
] as const

/** Messages of one answer, of which each is told at most once. */
const pageSize = 20

const kinds = { 0: 'unread', 1: 'read', 2: 'draft', 3: 'sent', 4: 'draft' } as const

/** The messages of an answer of `sms/sms-list`: one element or many. */
function slotsIn(body: string, storage: 'ME' | 'SM'): Stored[] {
  return [...body.matchAll(/<Message>([\s\S]*?)<\/Message>/g)].flatMap(([, inner = '']) => {
    const { Index, Smstat, Phone = '', Content = '', Date: date = '' } = elementsIn(inner)
    const [index, kind] = [decimal(Index), kinds[Number(Smstat) as keyof typeof kinds]]
    if (index === null || kind === undefined) return []
    return [stickSlot({ storage, index, kind, number: Phone, time: timeWithoutZone(date), text: Content })]
  })
}

/** What a Huawei stick can be told. */
export function huaweiControl(at: StickVisit): StickControl {
  const api = huaweiApi(at)
  const ask = async (path: string, order?: string): Promise<{ elements: Elements; body: string }> => {
    const { error, elements, body } = await api.ask(path, order)
    if (error === null) return { elements, body }
    if (error === 0 && order !== undefined) throw new Failure('not_understood', `no word about ${path}`)
    if (absent.includes(error)) throw new Failure('not_supported', `${path}, which the stick does not have`)
    throw refusal(at, api.login(), `error ${error} of ${path}`)
  }
  const get = async (path: string) => (await ask(path)).elements
  const possible = async (): Promise<string> => {
    const { error, body } = await api.ask('net/net-mode-list')
    return error === null ? body : ''
  }
  const codesIn = (body: string) =>
    [...body.matchAll(/<Access>(\d+)<\/Access>/g)].map(([, code = '']) => code)
  const usable = (codes: readonly string[]) => (codes.length > 0 ? codes : ['00', '01', '02', '03'])
  /** The other two values go back as they were read. */
  const writeNet = async (change: Readonly<Record<string, string>>) => {
    const { NetworkMode = '', NetworkBand = '', LTEBand = '' } = await get('net/net-mode')
    if (NetworkMode === '' || NetworkBand === '')
      throw new Failure('not_understood', 'net/net-mode tells no mode')
    const wanted = { NetworkMode, NetworkBand, ...(LTEBand === '' ? {} : { LTEBand }), ...change }
    const inner = Object.entries(wanted).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    await ask('net/net-mode', inner.join(''))
  }

  return {
    modes: {
      async read() {
        const { NetworkMode } = await get('net/net-mode')
        const all = usable(codesIn(await possible())).flatMap(code => modeOf(code) ?? [])
        return { mode: modeOf(NetworkMode), modes: [...new Set(all)] }
      },
      async write(mode) {
        const code = usable(codesIn(await possible())).find(each => modeOf(each) === mode)
        if (code === undefined) throw new Failure('not_supported', `the choice ${mode}`)
        await writeNet({ NetworkMode: code })
      },
    },
    bands: {
      async read() {
        const { LTEBand = '' } = await get('net/net-mode')
        if (!/^[\da-f]{1,32}$/i.test(LTEBand)) return null
        const isEvery = LTEBand.toUpperCase().replace(/^0+/, '') === everyBand
        const list = /<LTEBandList>([\s\S]*?)<\/LTEBandList>/.exec(await possible())?.[1] ?? ''
        const masks = [...list.matchAll(/<Value>([\da-f]{1,32})<\/Value>/gi)].map(([, mask = '']) => mask)
        const own = masks.filter(mask => mask.toUpperCase() !== everyBand).map(maskToBands)
        const lte = [...new Set(own.flat())].sort((a, b) => a - b)
        return {
          enabled: { lte: isEvery ? 'all' : maskToBands(LTEBand) },
          ...(lte.length > 0 ? { supported: { lte } } : {}),
        }
      },
      async write({ rat, bands, isDefault }) {
        if (rat !== 'lte') throw new Failure('not_supported', `bands of ${rat}`)
        await writeNet({ LTEBand: isDefault ? everyBand : bandsToMask(bands) })
      },
    },
    autoconnect: {
      async read() {
        const { dataswitch } = await get('dialup/mobile-dataswitch')
        return dataswitch === '1' ? true : dataswitch === '0' ? false : null
      },
      write: async enabled =>
        void (await ask('dialup/mobile-dataswitch', `<dataswitch>${enabled ? 1 : 0}</dataswitch>`)),
    },
    async sim() {
      const {
        SimState: state = '',
        PinOptState: lock = '',
        SimPinTimes,
        SimPukTimes,
      } = await get('pin/status')
      const isOpen = lock === '258'
      const isLocked = ['259', '260', '261'].includes(lock)
      return {
        state: sims[state] ?? 'unknown',
        slot: null,
        locked: isOpen ? false : isLocked ? true : null,
        pin: decimal(SimPinTimes),
        puk: decimal(SimPukTimes),
      }
    },
    card: async order => void (await ask('pin/operate', cardOrder(order))),
    restart: async () => void (await ask('device/control', '<Control>1</Control>')),
    async messages() {
      const counts = await get('sms/sms-count')
      const slots: Stored[] = []
      let isComplete = true
      for (const [box, name, storage] of boxes) {
        const count = decimal(counts[name]) ?? 0
        const found: Stored[] = []
        for (let page = 1; (page - 1) * pageSize < count; page++) {
          if (at.platform.now() + 1500 > at.until) {
            isComplete = false
            break
          }
          const order =
            `<PageIndex>${page}</PageIndex><ReadCount>${pageSize}</ReadCount><BoxType>${box}</BoxType>` +
            '<SortType>0</SortType><Ascending>0</Ascending><UnreadPreferred>0</UnreadPreferred>'
          const { body } = await ask('sms/sms-list', order)
          const some = slotsIn(body, storage)
          if (some.length === 0) break
          found.push(...some.filter(each => !found.some(other => other.index === each.index)))
        }
        isComplete &&= found.length >= count
        slots.push(...found)
      }
      return { slots, complete: isComplete }
    },
    async remove({ index }) {
      const { error } = await api.ask('sms/delete-sms', `<Index>${index}</Index>`)
      return error === null ? null : `The stick refused: error ${error}.`
    },
    async send({ to, text, alphabet }) {
      const order =
        `<Index>-1</Index><Phones><Phone>${escaped(to)}</Phone></Phones><Sca></Sca><Content>${escaped(text)}</Content>` +
        `<Length>${text.length}</Length><Reserved>${alphabet === 'gsm7' ? 1 : 0}</Reserved><Date>${stickTime(new Date())}</Date>`
      const isIn = (list = '') => list.split(/[,;\s]+/).includes(to)
      return sending(
        at,
        () => ask('sms/send-sms', order),
        async () => {
          const { error, elements } = await api.ask('sms/send-status')
          if (error !== null) return null
          return isIn(elements.SucPhone) ? true : isIn(elements.FailPhone) ? false : null
        },
      )
    },
    login: api.login,
    leave: api.leave,
  }
}
