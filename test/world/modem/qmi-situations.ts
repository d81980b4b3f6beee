import type { UqmiAnswers } from './uqmi.ts'

/** A modem in a situation: what it is on its bus, and what uqmi prints of it. */
export interface QmiSituation {
  /** Header of a fixture: its device and network device. */
  device: string
  answers: UqmiAnswers
}

const ready =
  '{"card_slot":1,"card_application_state":"ready","pin1_status":"disabled","pin1_verify_tries":3,"pin1_unlock_tries":10,"pin2_status":"not_verified","pin2_verify_tries":3,"pin2_unlock_tries":10}'
const em7565 =
  '@usb 1199:9091 "Sierra Wireless, Incorporated" "Sierra Wireless EM7565 Qualcomm"\n@net wwan0 qmi_wwan\n'
const rm520n = '@usb 2c7c:0801 "Quectel" "RM520N-GL"\n@net wwan0 qmi_wwan\n'
const newer = {
  '--get-imei': '"353533101234567"',
  '--get-imsi': '!Invalid QMI command',
  '--get-iccid': '!Not supported',
  '--get-device-operating-mode': '"online"',
  '--uim-get-sim-state': ready,
  '--wda-get-data-format':
    '{"qos-format":false,"link-layer-protocol":"raw-ip","data-aggregation-protocol":"unknown","flow-control":false}',
}

const lte = {
  '--get-signal-info': '{"type":"lte","rssi":-61,"rsrq":-11,"rsrp":-93,"snr":12.800000}',
  '--get-serving-system':
    '{"registration":"registered","radio_interface":["lte"],"plmn_mcc":262,"plmn_mnc":1,"plmn_description":"Telekom.de","roaming":false}',
  '--get-system-info':
    '{"lte":{"service_status":"available","true_service_status":"available","preferred_data_path":false,"domain":"cs-ps","service":"cs-ps","roaming_status":"off","forbidden":false,"mcc":"262","mnc":"01","tracking_area_code":3438,"enodeb_id":106801,"cell_id":3,"voice_support":true,"ims_voice_support":true,"cell_access_status":"all calls","registration_restriction":0,"registration_domain":3}}',
}

/** An EM7565 with three carriers, of which one rests. */
export const em7565Aggregating: QmiSituation = {
  device: em7565,
  answers: {
    ...newer,
    ...lte,
    '--get-tx-rx-info lte':
      '{"rx_chain_0":{"tuned":true,"rssi":-61.200000,"rsrq":11.000000,"rsrp":93.400000},"rx_chain_1":{"tuned":true,"rssi":-66.000000,"rsrq":13.000000,"rsrp":99.100000},"tx":{"traffic":false}}',
    '--get-lte-cphy-ca-info':
      '{"primary":{"cell_id":77,"channel":1300,"band":3,"frequency":1800,"duplex":"FDD","bandwidth":"20"},"secondary_1":{"cell_id":113,"channel":66486,"bandwidth":"10","state":"activated"},"secondary_2":{"cell_id":12,"channel":3350,"band":7,"frequency":2600,"duplex":"FDD","bandwidth":"20","state":"deactivated"}}',
    '--get-cell-location-info':
      '{"intrafrequency_lte_info":{"tracking_area_code":3438,"enodeb_id":106801,"cell_id":3,"channel":1300,"band":3,"frequency":1800,"duplex":"FDD","serving_cell_id":77,"cell_reselection_priority":5,"s_non_intra_search_threshold":4,"serving_cell_low_threshold":0,"s_intra_search_threshold":20,{"physical_cell_id":77,"rsrq":-11.000000,"rsrp":-93.000000,"rssi":-61.000000},{"physical_cell_id":301,"rsrq":-16.500000,"rsrp":-104.000000,"rssi":-75.000000}},"interfrequency_lte_info":{{"channel":6300,"band":20,"frequency":800,"duplex":"FDD",{"physical_cell_id":5,"rsrq":-12.000000,"rsrp":-99.000000,"rssi":-70.000000}}}}',
    '--get-data-status': '"disconnected"',
    '--get-data-status 20': '"connected"',
  },
}

/** An RM520N on EN-DC: the signal is a list. */
export const rm520nEndc: QmiSituation = {
  device: rm520n,
  answers: {
    ...newer,
    ...lte,
    '--get-signal-info':
      '[{"type":"lte","rssi":-61,"rsrq":-11,"rsrp":-93,"snr":12.800000},{"type":"5gnr","rsrp":-95,"snr":15.500000,"rsrq":-11}]',
    '--get-lte-cphy-ca-info':
      '{"primary":{"cell_id":77,"channel":1300,"band":3,"frequency":1800,"duplex":"FDD","bandwidth":"20"}}',
    '--get-cell-location-info':
      '{"intrafrequency_lte_info":{"tracking_area_code":3438,"enodeb_id":106801,"cell_id":3,"channel":1300,"band":3,"frequency":1800,"duplex":"FDD","serving_cell_id":77,{"physical_cell_id":77,"rsrq":-11.000000,"rsrp":-93.000000,"rssi":-61.000000}},"nr5g_cell_information":{"enodeb_id":0,"cell_id":0,"physical_cell_id":441,"rsrq":-11.000000,"rsrp":-95.000000,"snr":15.500000},"nr5g_arfcn":{"arfcn":641280}}',
  },
}

/** An RM520N on 5G stand-alone: the identity of the cell has 36 bits. */
export const rm520nStandAlone: QmiSituation = {
  device: rm520n,
  answers: {
    ...newer,
    '--get-signal-info': '{"type":"5gnr","rsrp":-88,"snr":21.000000,"rsrq":-10}',
    '--get-serving-system':
      '{"registration":"registered","radio_interface":["5gnr"],"plmn_mcc":310,"plmn_mnc":260,"plmn_description":"T-Mobile","roaming":false}',
    '--get-system-info':
      '{"lte":{"service_status":"none","true_service_status":"none","preferred_data_path":false},"5gnr":{"service_status":"available","true_service_status":"available","preferred_data_path":false,"domain":"ps","service":"ps","roaming_status":"off","forbidden":false,"mcc":"310","mnc":"260","tracking_area_code":10826752,"enodeb_id":24117248,"cell_id":65}}',
    '--get-cell-location-info':
      '{"nr5g_cell_information":{"enodeb_id":24117248,"cell_id":65,"physical_cell_id":17,"rsrq":-10.000000,"rsrp":-88.000000,"snr":21.000000},"nr5g_arfcn":{"arfcn":520110}}',
    '--get-lte-cphy-ca-info': '!Information unavailable',
  },
}

/** The module of an Archer MR200: an old chip, old actions for its card, no list of carriers, no data format as an object. */
export const mr200: QmiSituation = {
  device: '@usb 05c6:9025 "Qualcomm, Incorporated" "Qualcomm HSUSB Device"\n@net wwan0 qmi_wwan\n',
  answers: {
    ...lte,
    '--get-imei': '"862345020000011"',
    '--get-imsi': '"262011234567890"',
    '--get-iccid': '"8949020000012345678"',
    '--get-device-operating-mode': '"online"',
    '--uim-get-sim-state': '!Invalid QMI command',
    '--get-pin-status':
      '{"pin1_status":"disabled","pin1_verify_tries":3,"pin1_unblock_tries":10,"pin2_status":"not_verified","pin2_verify_tries":3,"pin2_unblock_tries":10}',
    '--wda-get-data-format': '"802.3"',
    '--get-tx-rx-info': '?',
    '--get-cell-location-info':
      '{"intrafrequency_lte_info":{"tracking_area_code":3438,"enodeb_id":106801,"cell_id":3,"channel":1300,"band":3,"frequency":1800,"duplex":"FDD","serving_cell_id":77,{"physical_cell_id":77,"rsrq":-93.000000,"rsrp":-11.000000,"rssi":-61.000000},{"physical_cell_id":301,"rsrq":-104.000000,"rsrp":-16.500000,"rssi":-75.000000}}}',
    '--get-lte-cphy-ca-info': '!Not supported',
  },
}

/** On UMTS: Ec/Io is printed as it is on the wire, the cell behind its RNC. */
export const umts: QmiSituation = {
  device: em7565,
  answers: {
    ...newer,
    '--get-signal-info': '{"type":"wcdma","rssi":-70,"ecio":13}',
    '--get-serving-system':
      '{"registration":"registered","radio_interface":["umts"],"plmn_mcc":244,"plmn_mnc":5,"plmn_description":"elisa","roaming":true}',
    '--get-system-info':
      '{"wcdma":{"service_status":"available","true_service_status":"available","preferred_data_path":false,"domain":"cs-ps","service":"cs-ps","roaming_status":"on","forbidden":false,"mcc":"244","mnc":"05","location_area_code":31005,"rnc_id":1201,"cell_id":20481}}',
    '--get-cell-location-info':
      '{"umts_info":{"location_area_code":31005,"cell_id":20481,"channel":10588,"primary_scrambling_code":311,"rscp":4294967219,"ecio":4294967290,{"channel":10588,"primary_scrambling_code":120,"rscp":4294967200,"ecio":4294967285}}}',
  },
}

const unserved = (registration: string, service: string, signal = '{}'): UqmiAnswers => ({
  '--get-signal-info': signal,
  '--get-serving-system': `{"registration":"${registration}","radio_interface":["${service === 'none' ? 'none' : 'lte'}"]}`,
  '--get-system-info': `{"lte":{"service_status":"${service}","true_service_status":"${service}","preferred_data_path":false}}`,
})

/** No card: uqmi prints an empty object for it. */
export const noCard: QmiSituation = {
  device: em7565,
  answers: { ...newer, ...unserved('not_registered', 'none'), '--uim-get-sim-state': '{}' },
}

/** The card waits for its PIN. */
export const pinRequired: QmiSituation = {
  device: em7565,
  answers: {
    ...newer,
    ...unserved('not_registered', 'limited', lte['--get-signal-info']),
    '--uim-get-sim-state':
      '{"card_slot":1,"card_application_state":"pin-required","pin1_status":"not_verified","pin1_verify_tries":2,"pin1_unlock_tries":10}',
  },
}

/** Looking for a network. */
export const searching: QmiSituation = {
  device: rm520n,
  answers: { ...newer, ...unserved('searching', 'none') },
}

/** The network says no. */
export const denied: QmiSituation = {
  device: rm520n,
  answers: { ...newer, ...unserved('registering_denied', 'limited', lte['--get-signal-info']) },
}

/** Good card, radio off. */
export const radioOff: QmiSituation = {
  device: em7565,
  answers: { ...newer, ...unserved('not_registered', 'none'), '--get-device-operating-mode': '"low_power"' },
}

/** All of them by name. */
export const situations = {
  em7565Aggregating,
  rm520nEndc,
  rm520nStandAlone,
  mr200,
  umts,
  noCard,
  pinRequired,
  searching,
  denied,
  radioOff,
} as const satisfies Readonly<Record<string, QmiSituation>>
