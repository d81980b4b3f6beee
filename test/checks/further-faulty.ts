import type { RouterStory } from '../world/memory/story.ts'
import type { Node } from '../world/sysfs.ts'
import { answering, familyStory } from './families.ts'
import { entry, failed, modems, story, uciOf } from './routers.ts'

const blocked = (name: string, proto: string, ...codes: string[]) => [
  entry(name, proto, { autostart: false, ...failed(proto, ...codes) }),
]
const unregistered = {
  '+CREG?': '+CREG: 2,0',
  '+CGATT?': '+CGATT: 0',
  '+COPS?#0': '+COPS: 0',
  '+COPS?#2': '+COPS: 0',
  '+CGACT?': '+CGACT: 1,0',
  '+CGPADDR': '+CGPADDR: 1',
}
const locked = { ...unregistered, '+CPIN?': '+CPIN: SIM PIN' }
/** Routers with one fault, with modems of further families: as in `faulty-routers.ts`. */
export const furtherFaulty: readonly [string, RegExp, RouterStory, [string, Node][]?][] = [
  [
    'pin_required',
    /option pin in \/etc\/config\/modem/,
    familyStory(
      'a PIN that nobody gives to a modem that dials itself',
      'mediatek',
      { wwan: { proto: 'dhcp', device: 'eth1' } },
      [entry('wwan', 'dhcp', { up: false, pending: true, device: 'eth1' })],
      answering('mediatek', locked),
    ),
  ],
  [
    'pin_wrong_configured',
    /configured in \/etc\/config\/modem.*Attempts left: 2/s,
    story(
      'a wrong PIN among the wishes',
      'ncm',
      {
        ...uciOf({ wwan: { proto: 'dhcp', device: 'eth1' } }),
        'modem.main': 'modem',
        'modem.main.path': '1-1',
        'modem.main.pin': '1111',
      },
      [entry('wwan', 'dhcp', { up: false, pending: true, device: 'eth1' })],
      { at: { ...modems.ncm.at, ...locked, '+CPINR': '+CPINR: SIM PIN,2,3' } },
    ),
  ],
  [
    'pin_wrong_configured',
    /correct or remove it in network\.main/,
    story(
      'a wrong PIN of wwand',
      'qmi',
      {
        ...uciOf({ wwan: { proto: 'wwand', modem: 'main', apn: 'internet.example' } }),
        'network.main': 'wwand_modem',
        'network.main.device': '/dev/cdc-wdm0',
        'network.main.pincode': '1111',
      },
      blocked('wwan', 'wwand', 'PIN_FAILED'),
      { at: { ...modems.qmi.at, ...locked } },
    ),
  ],
]
