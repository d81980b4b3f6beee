/** Packages the protocol handlers of modems come in. */
export const handlerPackages: Readonly<Record<string, string>> = {
  qmi: 'uqmi',
  mbim: 'umbim',
  ncm: 'comgt-ncm',
  '3g': 'comgt',
  directip: 'comgt-directip',
  wwan: 'wwan',
  modemmanager: 'modemmanager',
  wwand: 'wwand',
}

/** Kernel drivers of network functions and the protocol of netifd that goes with each; `dhcp`: the modem dials itself. */
export const protoOfDriver: Readonly<Record<string, string>> = {
  qmi_wwan: 'qmi',
  qmi_wwan_q: 'qmi',
  qmi_wwan_f: 'qmi',
  cdc_mbim: 'mbim',
  mhi_wwan_mbim: 'mbim',
  cdc_ether: 'dhcp',
  rndis_host: 'dhcp',
  cdc_ncm: 'dhcp',
  huawei_cdc_ncm: 'ncm',
}
