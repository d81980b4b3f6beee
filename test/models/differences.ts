/** Why models that are easily taken for one another are not described alike. */
export interface Difference {
  /** Patterns of the two models: bus, ids and name, as `usb 2c7c:0900 RM500U-EA`; a pair fits either way round. */
  between: readonly [string, string]
  /** What differs: `at`, `interval_ms`, `legacy`, or an option as `options.bands`; `*`: whatever does. */
  members: readonly string[]
  /** What is known of the modems that makes the difference; never that a recording came out right with it. */
  why: string
}

const ownScript =
  'the originals have a script for each of the two, chosen by the name the modem answers or by the board, with a form of its own'

/** Every difference between siblings, with its reason. */
export const differences: readonly Difference[] = [
  {
    between: ['05c6:9025 05c6:90d5 T99W175', 'pci .*T99W175'],
    members: ['options.standAloneSeparator'],
    why: 'the original writes the stand-alone list of these ids with colons; where the modem refuses that, commas follow, which every other T99W175 takes',
  },
  {
    between: ['FM190', 'FM1[56]0'],
    members: ['options.temperature'],
    why: 'firmware 59003 of the FM190 refuses +MTSM=1, which FM150 and FM160 answer: there it is the fallback, not the first',
  },
  {
    between: ['FM1[59]0', '2cb7:0105 FM160'],
    members: ['legacy'],
    why: ownScript,
  },
  {
    between: ['FM1[569]0', 'NL952'],
    members: ['options.*', 'at', 'legacy'],
    why: 'another chip under the id of an FM160 composition: the NL952 is an LTE module (SDX24) with ports, USB modes and lock commands of its own manual',
  },
  {
    between: ['FM150', 'FM350'],
    members: ['options.*', 'at', 'interval_ms'],
    why: 'another chip: MediaTek T700 with commands and scales of its own AT manual, Qualcomm SDX55 in the FM150; polling blocks the AT port of the T700 alone',
  },
  {
    between: ['0e8d:7126', '0e8d:7127'],
    members: ['at'],
    why: 'the second USB composition puts two more serial ports before the AT port',
  },
  {
    between: ['LN940', 'LN960'],
    members: ['options.module', 'interval_ms'],
    why: 'Foxconn builds the LN940 as T77W676 (X12), the LN960 as T77W968 (X20), whose firmware loses its data session when it is polled',
  },
  {
    between: ['lt4112', 'lt4132'],
    members: ['at'],
    why: 'the AT port is the interface of protocol 02 or 12, whose number the composition of each HP card decides',
  },
  {
    between: ['EP06', 'EG06-E|EM06-E|EG120K|EM060K'],
    members: ['options.secondary_sinr'],
    why: 'recordings of the EP06 have 0 for the SINR of every secondary carrier in QCAINFO, those of the EM06 and EG120K values',
  },
  {
    between: ['L850', 'L8[36]0|DW5820e'],
    members: ['options.usb_modes'],
    why: '+GTUSBMODE between NCM and MBIM is published for the L850 in Fibocom’s firmware alone',
  },
  {
    between: ['usb .*L850', 'pci .*L850'],
    members: ['options.usb_modes'],
    why: 'a card on PCI Express has no USB composition to choose',
  },
  {
    between: ['2cb7:0007', '8087:(?:095a|07f9)'],
    members: ['at'],
    why: 'the MBIM composition has its AT ports on 2 and 6, the NCM one on 0 and 4: 4 there is trace, 2 here mute',
  },
  {
    between: ['8087:095a', '8087:07f9'],
    members: ['at'],
    why: 'the XMM7160 and XMM7262 cards show one AT port, on interface 0',
  },
  {
    between: ['RM500Q', 'RM500U'],
    members: [
      'options.modes',
      'options.antennas',
      'options.bands',
      'options.cell_lock',
      'options.megahertz',
      'options.usb_modes',
    ],
    why: 'another chip: the RM500U is Unisoc’s, with NR bandwidths in MHz, no QMI, one list for NR and +QNWLOCK of its own',
  },
  {
    between: ['usb .*(?:RM520N|EM160R)', 'pci .*(?:RM520N|EM1[26]0R)'],
    members: ['options.usb_modes'],
    why: 'a module on PCI Express has no USB composition to choose',
  },
  {
    between: ['05c6:9215', '2c7c:012[15]'],
    members: ['options.sinr', 'options.cell_lock', 'options.usb_modes'],
    why: 'the first EC20 is older than the EC2x manual: it counts SINR in fifths, and no other command of it is published',
  },
  {
    between: ['E[GMP]06', 'EG120K|EM060K'],
    members: ['options.bands', 'options.modes', 'options.primary', 'options.slots'],
    why: 'MDM9x40 (EP06 and its kind) has +QCFG masks and one SIM slot, SDX12 (EG120K and its kind) +QNWPREFCFG lists and +QUIMSLOT',
  },
  {
    between: ['EM12', 'EG1[28]'],
    members: ['options.bands', 'options.temperature'],
    why: 'EM12GPAR01A21M4G takes the mask without the value between and answers +QTEMP after OK; neither is known of the others',
  },
  {
    between: ['EC200[ST]', 'EC200A'],
    members: ['at'],
    why: 'EC200AEUHAR01A17M16: the first AT port is interface 3; the others follow the option driver of Linux',
  },
  {
    between: ['SIM8200', 'SIM7'],
    members: ['options.nr'],
    why: 'the SIM7xxx are LTE modules',
  },
  {
    between: ['MF286A?$', 'MF286D|MF289F'],
    members: ['options.uplink'],
    why: 'uplink aggregation came with the module of the MF286D, whose successor is in the MF289F; no older one is known to have +ZULCA',
  },
  {
    between: ['MF28[69][ADF]?$', 'MF286R'],
    members: ['options.uplink', 'options.cell_lock', 'options.asr', 'at'],
    why: 'another chip: the MF286R is ASR’s, with other identity commands and ports; +ZLOCKCELL and +ZULCA are known of Qualcomm’s alone',
  },
  {
    between: ['MF289F', 'P685M|MF821|MF28D'],
    members: ['options.uplink', 'options.cell_lock', 'options.signal', 'at'],
    why: 'the entry of the MF289F is that of a board, whose module shows the ids of sticks: they are older and know neither command',
  },
  { between: ['2cb7:0104', '2cb7:0104'], members: ['legacy'], why: ownScript },
  { between: ['2c7c:030b', '2c7c:030b'], members: ['legacy'], why: ownScript },
  {
    between: ['2c7c:0512 EM12', '2c7c:0512'],
    members: ['legacy'],
    why: 'the original prints the variant of the EM12 and the USB product of the others',
  },
  { between: ['19d2:', '19d2:'], members: ['legacy'], why: ownScript },
]
