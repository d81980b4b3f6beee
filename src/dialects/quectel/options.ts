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
  /** False where `+QCAINFO` has 0 for the SINR of every secondary carrier, measured or not (EP06). */
  secondary_sinr?: false
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
  /**
   * Whether the module tells its receive antennas apart: `rsrp` by `+QRSRP` alone (EM12 family), `all` by `+QRSRQ` and
   * `+QSINR` too (5G modules). Absent where it is not known; then none of them is asked.
   */
  antennas?: 'rsrp' | 'all'
  /** `late`: the answer to `+QTEMP` may come after OK (EM12-G, EM12GPAR01A21M4G). */
  temperature?: 'late'
  /**
   * How bands are chosen. `mask`: `+QCFG="band",0,<hex>,0,1`, `mask_em12` and `mask_asr` without the fourth value and
   * without both; `list`: `+QNWPREFCFG="lte_band"`; `lists` (default): for NR `nsa_nr5g_band` and `nr5g_band` too;
   * `lists_one_nr`: `nr5g_band` for both.
   */
  bands?: 'mask' | 'mask_em12' | 'mask_asr' | 'list' | 'lists' | 'lists_one_nr'
  /**
   * How technologies are chosen. `scan`: `+QCFG="nwscanmode"`, `scan_gsm` where there is GSM too; `list`:
   * `+QNWPREFCFG="mode_pref"`; `lists`: there NR too, with `nr5g_disable_mode`; `words`: there the kinds of NR too
   * (RM500U). Absent where no command is known.
   */
  modes?: 'scan' | 'scan_gsm' | 'list' | 'lists' | 'words'
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

/** The options as the dialect gets them. */
export type Options = QuectelOptions | undefined
