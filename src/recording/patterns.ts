/** Wire: `+CEREG: 2,1,"2F1A","01D4C503",7`: area and cell, hexadecimal (3GPP TS 27.007 §10.1.22). */
export const registration = /^\+C5?G?E?REG: ?(?:\d, ?)?\d, ?"?([\da-f]{1,6})"?, ?"?([\da-f]{4,9})"?/i

/** Answers with addresses of the modem: `+CGPADDR: 1,"10.0.0.1"`, `+CGCONTRDP: …`, `^DHCP: …`. */
export const addressed = /^[+^!$*#]\w*(?:ADDR|CONTRDP|DHCP|IPV?4?\b|DNS|APNIP|NETDEVSTATUS|NDISSTAT)/i

/** Answers in which a modem says who it is: `+CGSN: …`, `^ICCID:…`, `IMEI: …`, or nothing but the number. */
export const own = /^[+^!$*#%&]?\w*(?:GSN|IMEI|CIMI|IMSI|CCID|CNUM|MSISDN|CRSM|SN)\b|^"?\d[\dA-F-]+"?$/i

/** `+CNUM: "name","0664…",129`: the modem's own number, also without type. */
export const ownNumber = /^\+(?:CNUM|QCNUM|MSISDN): ?(?:"[^"]*")?,? ?"\+?(\d{5,15})"/i

/** A text that stands for itself in a regular expression. */
export const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether digits are so alike that they may be anything else: `0000000001`. */
export const saysLittle = (digits: string) => new Set(digits).size < 4

/** A hardware address. */
export const mac = /(?<![\da-f:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\da-f:-])/gi
/** A serial number behind its name, in answers and in the kernel's log. */
export const serial =
  /\b((?:SerialNumber|Serial(?: ?Number)?|S\/?N|MEID|ESN)(?:: ?| ?= ?| )"?)((?=[\w-]*\d)[\w-]{6,40})/gi
/** IPv4 addresses that are not of private, local, shared or special networks (RFC 6890), and no versions of software. */
export const publicAddress =
  /(?<![\w.-])(?!(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|2(?:2[4-9]|[345]\d))\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!0\d)|(?![\w.-]))){4}/g
/** Where somebody is: NMEA sentences and what makers have for them. */
export const position =
  /^(?:\$(?:G[PNLAB]|B[DA])[A-Z]{3},|\+(?:QGPSLOC|CGPSINFO|CGNSINF|GTGPS|CGNSSINFO)\s*:).*/i
