import type { RouterStory } from '../world/memory/story.ts'
import { modems, story, uciOf } from './routers.ts'

const { at: answers } = modems.serial
const serial = (driver: string, ports: Readonly<Record<number, string>>) =>
  Object.entries(ports).map(([n, tty]) => ({ n: Number(n), driver, tty }))
const traffic = { rx: 5_000_000, tx: 400_000 }

/** Modems of further families, as their buses show them. */
export const families = {
  sierra: {
    usb: { vid: '1199', pid: '9091', manufacturer: 'Sierra Wireless, Incorporated', product: 'EM7565' },
    ifs: [
      ...serial('qcserial', { 0: 'ttyUSB0', 2: 'ttyUSB1', 3: 'ttyUSB2' }),
      { n: 8, driver: 'qmi_wwan', net: 'wwan0', wdm: 'cdc-wdm0', raw_ip: 'Y', ...traffic },
    ],
    at_ports: ['ttyUSB2'],
    at: { ...answers, '+CGMM': 'EM7565', '+CGMI': 'Sierra Wireless, Incorporated' },
  },
  mediatek: {
    usb: { vid: '0e8d', pid: '7127', manufacturer: 'Fibocom Wireless Inc.', product: 'FM350-GL' },
    speed: '5000',
    ifs: [
      { n: 0, class: 'e0', sub: '01', prot: '03', driver: 'rndis_host', net: 'eth1', ...traffic },
      ...serial('option', { 2: 'ttyUSB0', 3: 'ttyUSB1', 4: 'ttyUSB2', 5: 'ttyUSB3' }),
    ],
    at_ports: ['ttyUSB1', 'ttyUSB3'],
    at: { ...answers, '+CGMM': '+CGMM: "FM350-GL","FM350-GL"', '+CGMI': '+CGMI: "Fibocom Wireless Inc."' },
  },
  foxconn: {
    usb: { vid: '05c6', pid: '90d5', manufacturer: 'Foxconn', product: 'T99W175' },
    speed: '5000',
    ifs: [
      { n: 0, class: '02', sub: '0e', driver: 'cdc_mbim', net: 'wwan0', wdm: 'cdc-wdm0', ...traffic },
      ...serial('option', { 2: 'ttyUSB0', 3: 'ttyUSB1', 4: 'ttyUSB2' }),
    ],
    at_ports: ['ttyUSB1'],
    at: { ...answers, '+CGMM': 'T99W175', '+CGMI': 'Foxconn' },
  },
  telit: {
    usb: { vid: '1bc7', pid: '1040', manufacturer: 'Telit', product: 'LM940' },
    ifs: [
      ...serial('option', { 0: 'ttyUSB0', 3: 'ttyUSB1', 4: 'ttyUSB2', 5: 'ttyUSB3' }),
      { n: 2, driver: 'qmi_wwan', net: 'wwan0', wdm: 'cdc-wdm0', raw_ip: 'Y', ...traffic },
    ],
    at_ports: ['ttyUSB2'],
    at: { ...answers, '+CGMM': 'LM940', '+CGMI': 'Telit' },
  },
  huaweiEcm: {
    usb: {
      vid: '12d1',
      pid: '15c1',
      manufacturer: 'Huawei Technologies Co., Ltd.',
      product: 'HUAWEI Mobile',
    },
    ifs: [
      ...serial('option', { 0: 'ttyUSB0', 1: 'ttyUSB1', 2: 'ttyUSB2', 4: 'ttyUSB3' }),
      { n: 5, class: '02', sub: '06', driver: 'cdc_ether', net: 'usb0', ...traffic },
    ],
    at_ports: ['ttyUSB0', 'ttyUSB2'],
    at: { ...answers, '+CGMM': 'ME909s-120', '+CGMI': 'Huawei Technologies Co., Ltd.' },
  },
  dialUp: {
    usb: { vid: '12d1', pid: '1436', manufacturer: 'HUAWEI Technology', product: 'HUAWEI Mobile' },
    ifs: serial('option', { 0: 'ttyUSB0', 1: 'ttyUSB1', 2: 'ttyUSB2' }),
    at_ports: ['ttyUSB0', 'ttyUSB2'],
    at: { ...answers, '+CGMM': 'E173', '+CGMI': 'huawei' },
  },
  stick: {
    usb: { vid: '12d1', pid: '14dc', manufacturer: 'HUAWEI_MOBILE', product: 'HUAWEI_MOBILE' },
    ifs: [{ n: 0, class: '02', sub: '06', driver: 'cdc_ether', net: 'eth2', rx: 10_000, tx: 10_000 }],
    at_ports: [],
    at: {},
  },
} as const satisfies Readonly<Record<string, Partial<RouterStory>>>

/** Name of a modem in {@link families}. */
export type FamilyName = keyof typeof families

/** A story of a router with a modem of a further family. */
export const familyStory = (
  name: string,
  modem: FamilyName,
  sections: Parameters<typeof uciOf>[0],
  dump: readonly object[],
  more: Partial<RouterStory> = {},
): RouterStory => story(name, 'serial', uciOf(sections), dump, { ...families[modem], ...more })

/** What a modem of these answers, with these differences. */
export const answering = (modem: FamilyName, change: object): Partial<RouterStory> => ({
  at: { ...families[modem].at, ...change } as RouterStory['at'],
})
