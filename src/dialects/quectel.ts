import { allNamed, decimal, greatest, within } from '#core'
import type { Answers, Control, Dialect, Question } from './dialect.ts'
import { carriersOf, incomplete, neighboursOf, ratOf, servingOf } from './quectel-carriers.ts'
import { settings } from './quectel-settings.ts'
import { aggregation, linesOf, network, serving } from './quectel-wire.ts'

/** How the modules of this dialect differ. */
export interface QuectelOptions {
  /**
   * How `+QENG` counts the SINR of LTE. Default: dB, −20…30 (EC2x AT commands manual, chapter on network commands; the
   * recordings of EP06, EM12, RG500Q and RM520N give the same number as RSSNR of `+QCAINFO`, which is dB, and negative
   * ones; 2 · n − 20 of the RG50xQ/RM5xxQ note would be 12…28 dB apart). `fifths`: n / 5 − 20 (first EC20, 05c6:9215).
   */
  sinr?: 'fifths'
  /** False where there is no `+QCAINFO`: category 1 and 4 modules. */
  aggregation?: false
  /** False where there is no `+QUIMSLOT`: one SIM slot. */
  slots?: false
  /**
   * Whose measurement of the LTE primary carrier counts, `+QENG` (default) and `+QCAINFO` being of different moments.
   * `power`: RSRP, RSRQ and RSSI of `+QCAINFO`, which fit those of the secondary carriers, and SINR of `+QENG`.
   */
  primary?: 'qcainfo' | 'power'
  /** True where `+QENG` tells the bandwidth of NR in MHz instead of by its code (Unisoc). */
  megahertz?: true
  /** `alone`: not in one line with other commands (ASR). */
  serving?: 'alone'
  /** `late`: the answer to `+QTEMP` may come after OK (EM12-G, EM12GPAR01A21M4G). */
  temperature?: 'late'
  /**
   * How bands are chosen. `mask`: `+QCFG="band",0,<hex>,0,1`, `mask_em12` and `mask_asr` without the fourth value and
   * without both; `list`: `+QNWPREFCFG="lte_band"`; `lists` (default): for NR `nsa_nr5g_band` and `nr5g_band` too;
   * `lists_one_nr`: `nr5g_band` for both.
   */
  bands?: 'mask' | 'mask_em12' | 'mask_asr' | 'list' | 'lists' | 'lists_one_nr'
  /** True where the modem is asked which bands it has: `+QNWPREFCFG="ue_capability_band"` (SDX55 and later). */
  limits?: true
  /**
   * How technologies are chosen. `scan`: `+QCFG="nwscanmode"`, `scan_gsm` where there is GSM too; `list`:
   * `+QNWPREFCFG="mode_pref"`; `lists`: there NR too, with `nr5g_disable_mode`. Absent where no command is known.
   */
  modes?: 'scan' | 'scan_gsm' | 'list' | 'lists'
  /**
   * How `+QNWLOCK` binds to a cell. `ec2x`: `common/lte`; `5g`: `common/4g`, `common/5g` and `save_ctrl`; `unisoc`:
   * `common/lte`, `common/5g`. Absent where it is not known to exist.
   */
  cell_lock?: 'ec2x' | '5g' | 'unisoc'
  /** Codes of `+QCFG="usbnet"`, a digit each: 0 QMI, 1 ECM, 2 MBIM, 3 RNDIS, 5 NCM. */
  usb_modes?: '0123' | '01235' | '1235'
  /** True where the module dials by itself with `+QNETDEVCTL=3` (ASR). */
  autoconnect?: true
}

/**
 * The network's name. Wire: `+QSPN: "<full>","<short>","<of the SIM>",<alphabet>,"<plmn>"`, alphabet 1: UCS2 in
 * hexadecimal; OK alone without service. Null where the full name is but the number (`515 66`, RM500Q-GL).
 */
function operatorOf(answers: Answers): string | null {
  const [row] = allNamed(linesOf(answers, '+QSPN'), '+QSPN')
  const [full = '', , , alphabet] = row ?? []
  const coded = alphabet === '1' && /^(?:[0-9a-f]{4})+$/i.test(full)
  const name = coded ? full.replace(/.{4}/g, code => String.fromCharCode(Number.parseInt(code, 16))) : full
  return /^(?:\d{3} ?\d{2,3})?$/.test(name) ? null : name
}

/** Wire: `+QTEMP: 36,33,31` or `+QTEMP: "<sensor>","40"` a line; 255, -273 and 0: no sensor. */
function temperatureOf(answers: Answers): number | null {
  const values = allNamed(linesOf(answers, '+QTEMP'), '+QTEMP').flat().map(decimal)
  return greatest(values.map(value => (value === 0 ? null : within(value, -40, 125))))
}

/** Quectel modules: Qualcomm (EC20 to RM551E), Unisoc (RM500U) and ASR (EC200). */
export const dialect: Dialect<QuectelOptions | undefined> = {
  identity: {
    vendor: ['+CGMI', 'I'],
    model: ['+CGMM', 'I'],
    firmware: ['+CGMR', 'I'],
    imei: ['+CGSN', '+GSN'],
    iccid: ['+QCCID', '+CCID'],
  },
  questions(options) {
    const late = options?.temperature === 'late'
    const asked: Question<QuectelOptions | undefined>[] = [
      { ask: serving, ...(options?.serving === 'alone' ? { alone: true } : {}) },
      { ask: '+QSPN', silent: true },
      { ask: '+QTEMP', ...(late ? { alone: true, afterOkMs: 300 } : {}) },
    ]
    if (options?.slots !== false) asked.push({ ask: '+QUIMSLOT?' })
    if (options?.aggregation !== false) asked.push({ ask: aggregation, rows: true, silent: true })
    return [...asked, { ask: network, when: incomplete }]
  },
  read(answers, options) {
    const found = servingOf(answers, options)
    const carriers = carriersOf(answers, options, found)
    const [slot] = allNamed(answers.lines('+QUIMSLOT?'), '+QUIMSLOT')
    return {
      ...found.facts,
      rat: found.facts.rat ?? ratOf(carriers),
      carriers,
      neighbours: neighboursOf(answers, found),
      operator_name: operatorOf(answers),
      slot: within(decimal(slot?.[0]), 1, 9),
      temperature: temperatureOf(answers),
    }
  },
}

/** Quectel modules, the writing half. */
export const control: Control<QuectelOptions | undefined> = settings
