import type { RadioLevel } from '../contract/info.ts'

/**
 * Values of `+CFUN?` beyond the standard of firmwares that follow Qualcomm's: `+CFUN: 5` of an RM502Q-AE in factory test
 * mode (forums.quectel.com t/19921), 6 and 7 in the manuals of Huawei ME909s, ZTE ME3630 and SIMCom SIM7600.
 */
export const qualcommLevels: Readonly<Record<number, RadioLevel>> = {
  5: 'factory_test',
  6: 'restart',
  7: 'offline',
}
