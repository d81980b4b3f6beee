/** A partition of the flash that belongs to this router alone. */
export interface KeptPartition {
  /** Name of the partition, `factory`. */
  partition: string
  /** A name for the file, which tells the partition and the beginning of its sum. */
  file: string
  /** SHA-256 of what the flash holds, in hexadecimal. */
  sha256: string
  /** What it holds, packed by gzip, in base64. */
  content: string
}

/** What a job of `backup_calibration` came to. */
export interface CalibrationBackup {
  /** Empty where the router shows no such partition. */
  files: KeptPartition[]
  /** Partitions that could not be read or are too large for an answer. */
  left_out: string[]
}
