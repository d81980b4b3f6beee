/** Vendors whose USB devices are modems and nothing else. */
const makers =
  '0af0 0f3d 114f 1199 1410 16d5 16d8 1a8d 1bc7 1c9e 1e0e 1e2d 1ee8 2020 211f 22de 2692 2c7c 2cb7 2cd2 2dee 305a 33f8'

/** Vendors of PCI devices that are modems and nothing else. */
const pciMakers = '1eac'

/** Modems on PCI that are not in the model table, as the kernel's mhi_pci_generic names them. */
const pciModems: Readonly<Record<string, string>> = {
  '03f0': '0a6c',
  '105b':
    'e0ab e0b0 e0b1 e0bf e0c3 e0d8 e0d9 e0f0 e0f1 e0f2 e0f3 e0f5 e0f9 e118 e11d e11e e142 e143 e144 e145',
  '1269': '00b3 00b4 00b5 00ba 00bb',
  '14c0': '4d75',
  '14c3': '4d75',
  '17cb': '0300 0304 0306 0308 0309 011a',
  '8086': '7360 7560',
}

/**
 * Ids under which modems show a disk with their drivers until they are switched, from the public lists of usb_modeswitch
 * and of people's reports (19d2:1225); without those that need a look at a string, and without what is no modem there.
 */
const storage: Readonly<Record<string, string>> = {
  '03f0': '002a',
  '0408': 'f000',
  '0421': '060c 0610 0622 0627 062c 0637',
  '0471': '1237',
  '0482': '024d',
  '05c6': '2000 2001 6503 f000',
  '05c7': '1000',
  '07d1': 'a800 a804',
  '0930': '0d46',
  '0b3c': 'c700 f000',
  '0fce': 'd0cf d0e1 d103',
  '0fd1': '1000',
  '1004': '1000 607f 613a 613f 614e 6190 61dd 61e7 61eb',
  '106c': '3b03 3b05 3b06',
  '1076': '7f40',
  '109b': 'f009',
  '1266': '1000',
  '19d2':
    '0003 0013 0026 0031 0040 0053 0083 0101 0103 0110 0115 0146 0149 0166 0169 1001 1007 1009 1013 1171 1175 1179 1201 1216 1224 1225 1514 1517 1520 2000 bccd ffde ffe6 fff5 fff6',
  '1b7d': '0700',
  '1bbb': 'f000 f052',
  '1da5': 'f000',
  '1dd6': '1000',
  '1e89': 'f000',
  '1edf': '6003',
  '1fac': '0032 0130',
  '2001': '98ff a401 a403 a405 a706 a707 a708 a805 a80b',
  '201e': '1023 2009',
  '2020': 'f00e f00f',
  '2077': 'f000',
  '21f5': '1000',
  '22f4': '0021',
  '230d': '0001 0007',
  '2357': '0200 f000',
}

/** Sticks that are routers of their own, with nothing but a network function to the host. */
const hilink: Readonly<Record<string, string>> = {
  '12d1': '14db 14dc',
  '19d2': '1403 1405 1408',
  '1bbb': '0195',
}

/** Numbers of the interfaces that are QMI and look like a serial port, from the kernel's qmi_wwan. */
const qmi: Readonly<Record<string, string>> = {
  '03f0': '4e1d:8 9d1d:1',
  '0489': 'e0b4:0 e0b5:0',
  '05c6':
    '6001:3 9003:4 9005:2 900b:2 9011:4 9025:4 9026:3 902e:5 9031:5 9032:4 9035:4 9036:3 9037:5 9038:4 903e:5 9043:3 9050:3 9052:4 9056:3 9078:3 9083:3 9084:4 9091:2 90b2:3 90db:2 9215:4 9625:4',
  '0f3d': '68a2:8',
  '114f': '68a2:8',
  '1435': '0918:4 3185:4 d111:4 d181:4 d182:4 d191:4',
  '1508': '1001:4',
  '1546': '1312:4 1342:4',
  '1690': '7588:4',
  '19d2':
    '0017:3 0019:3 0021:4 0031:4 0042:4 0049:5 0052:4 0055:1 0058:4 0063:4 0104:4 0113:5 0118:5 0121:5 0123:4 0124:5 0125:6 0126:5 0130:1 0133:3 0141:5 0157:5 0158:3 0167:4 0168:4 0176:3 0178:3 0189:4 0191:4 0199:1 0200:1 0257:3 0265:4 0284:4 0326:4 0396:3 0412:4 1008:4 1010:4 1012:4 1018:3 1021:2 1245:4 1247:4 1252:4 1254:4 1255:4 1256:4 1270:5 1275:3 1401:2 1402:2 1424:2 1425:2 1426:2 1428:2 1432:3 1485:5 2002:4',
  '1bbb': '011e:4 0203:2',
  '1bc7':
    '1031:3 1034:2 1037:4 1038:3 103a:0 1040:2 1050:2 1057:2 1060:2 1070:2 1077:2 1080:2 10a0:0 10a4:0 10a9:0 10b0:0 10c0:0 10c4:0 10c8:0 10d0:0 1100:3 1101:3 1200:5 1201:2 1230:2 1250:0 1260:2 1261:2 1900:1 3000:0 3001:0',
  '1c9e': '9801:3 9803:4 9b01:3 9b05:4 9b3c:4',
  '1e0e': '9001:5 9071:3',
  '1e2d': '0053:4 0060:4 0063:10 006f:8 0082:4 0083:4 00b0:4 00b7:0 00b9:0 00f3:0 00f4:0',
  '2001': '7e16:3 7e19:4 7e35:4 7e3d:4',
  '2020': '2031:4 2033:4 2060:4',
  '22de': '9051:2 9061:3',
  '2357': '0201:4 9000:4',
  '2692': '9025:4',
  '2c7c':
    '0121:4 0122:4 0125:4 0191:4 0195:4 0296:4 0306:4 030a:4 030b:4 030e:4 0316:3 0512:4 0620:4 0800:4 0801:4',
  '2cb7': '0104:4 0112:0',
  '2dee': '4d22:5',
  '33f8': '0104:4',
  '413c': '81a2:8 81a3:8 81a4:8 81a8:8 81a9:8 81b1:8 81b3:8 81b6:8 81c2:8 81cc:8 81d7:0 81e0:0 81e4:0 81e6:0',
}

/** Ids of the kernel's qcserial beside those of Sierra Wireless. */
const qcserial: Readonly<Record<string, string>> = {
  '03f0': '1f1d 201d 241d 251d 371d 4e1d 581d',
  '05c6':
    '9001 9002 9008 9009 9201 9202 9203 9204 9205 9208 920b 920c 920d 9211 9212 9214 9215 9221 9222 9224 9225 9231 9234 9235 9244 9245 9264 9265 9274 9275',
  '0af0': '8120',
  '0f3d': '68a2',
  '114f': '68a2',
  '12d1': '14f0 14f1',
  '1410': 'a001 a002 a003 a004 a005 a006 a007 a008 a010 a011 a012 a013 a014 a020 a021',
  '16d8': '8001 8002',
  '413c':
    '8171 8172 8185 8186 8193 8194 81a2 81a3 81a4 81a6 81a8 81a9 81b1 81b3 81b5 81b6 81cb 81cc 81cf 81d0 81d1 81d2',
}

const has = (table: Readonly<Record<string, string>>, id: string) => {
  const [vendor = '', product = ''] = id.split(':')
  return table[vendor]?.split(' ').includes(product) === true
}

/** Whether a USB vendor makes modems alone. */
export const isMaker = (id: string): boolean => makers.includes(id.slice(0, 4))

/** Whether a PCI id is that of a modem. */
export const isPciModem = (id: string): boolean => pciMakers === id.slice(0, 4) || has(pciModems, id)

/** Whether modems show themselves as a disk under this id before they are switched. */
export const isStorageId = (id: string): boolean => has(storage, id)

/** Whether a stick of this id is a router of its own. */
export const isHiLinkId = (id: string): boolean => has(hilink, id)

/** Whether the kernel's qcserial, not option, serves the serial ports of an id. */
export const isOfQcserial = (id: string): boolean => has(qcserial, id)

/** Whether an interface that looks like a serial port is the QMI one of its device. */
export const isQmiInterface = (id: string, number: number): boolean => {
  const [vendor = '', product = ''] = id.split(':')
  return qmi[vendor]?.split(' ').includes(`${product}:${number}`) === true
}
