/**
 * Whether an access point name is one of the operator's own services: voice, emergency calls, supplementary services (GSMA
 * IR.88, IR.92), also with a domain behind it.
 */
export const isServiceName = (apn: string): boolean => /^(?:ims|sos|xcap)(?:\.|$)/i.test(apn)
