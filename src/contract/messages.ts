import type { ChangeReply, ModemArgs } from './args.ts'

/**
 * Identifier of a message: storage and place of its first part, and a mark of what lies there, so that it never means a
 * message that came into the same place later.
 * @pattern ^[A-Z]{2}[0-9]{1,5}-[0-9a-f]{8}$
 */
export type MessageId = string

/** Where a modem keeps messages: `SM` the card, `ME` the modem itself, `MT` both together. */
export type StorageName = 'SM' | 'ME' | 'MT'

/** How full a storage is. */
export interface StorageUse {
  /** Name the modem gives it. */
  storage: string
  used: number | null
  total: number | null
  /** True: no further message can come into it. */
  full: boolean
}

/** Arguments of `messages`. */
export interface MessagesArgs extends ModemArgs {
  /**
   * Only messages of this time or later, `2026-03-14` or `2026-03-14T09:26:53+01:00`; those without a time always.
   * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}))?$
   */
  since?: string
  /**
   * Most messages to tell; default 100.
   * @asType integer
   * @minimum 1
   * @maximum 300
   */
  limit?: number
}

/** A notice that a message waits elsewhere. */
export interface WaitingNotice {
  what: 'voicemail' | 'fax' | 'email' | 'other'
  /** Whether there is one now. */
  active: boolean
  /** How many; null where that is not told. */
  count: number | null
}

/** What became of a message that was sent. */
export interface DeliveryReport {
  /** Reference of its part, as `send_message` told it. */
  reference: number
  outcome: 'delivered' | 'trying' | 'failed' | 'other'
  /** Status of 3GPP TS 23.040 §9.2.3.15. */
  status: number
  /** When that became of it. */
  ended: string | null
}

/** A message in the modem's storage, its parts joined. */
export interface TextMessage {
  id: MessageId
  /** `unreadable`: a PDU that makes no sense, told as it is by `message`. */
  type: 'received' | 'sent' | 'draft' | 'report' | 'unreadable'
  /** Of the other side, or its name. */
  number: string | null
  /** When the service centre had it, with its zone; null where it has none. */
  time: string | null
  /**
   * Whether the modem had it as unread; listing marks it as read on most modems. False where ModemManager drives the modem,
   * which does not tell it.
   */
  unread: boolean
  /** Null where it is no text. Missing parts are marked in it. */
  text: string | null
  /** What is no text, in hexadecimal. */
  data: string | null
  /** Port of the application it is for. */
  port: number | null
  /** 0 is shown at once and not kept by telephones. */
  class: number | null
  waiting: WaitingNotice | null
  report: DeliveryReport | null
  /** Number of its parts; 1 where ModemManager drives the modem, which joins them. */
  parts: number
  /** Parts that are not there. */
  missing: number[]
  /** What is wrong with it, in a sentence. */
  problem: string | null
}

/** Answer of `messages`. */
export interface MessagesReply {
  modem: string
  /** Newest first. */
  messages: TextMessage[]
  /** How many there are without `limit`. */
  found: number
  storages: StorageUse[]
  /**
   * False when the modem or ModemManager did not list everything in time or refused to list a storage, and over QMI, by which
   * only those that are unread are listed.
   */
  complete: boolean
  /** False when the modem did not take back its own settings, which are changed to list. */
  settings_restored: boolean
}

/** Arguments of `message`. */
export interface MessageArgs extends ModemArgs {
  /** Identifier from `messages`. */
  id: MessageId
}

/** What lies in one place of a storage. */
export interface RawMessage {
  storage: string
  index: number
  pdu: string
}

/** Answer of `message`. */
export interface MessageReply {
  modem: string
  message: TextMessage
  /** Its parts as the modem lists them; empty where ModemManager drives the modem, which tells no PDU. */
  pdus: RawMessage[]
}

/** Arguments of `delete_messages`. */
export interface DeleteMessagesArgs extends ModemArgs {
  /**
   * Which ones, with all their parts.
   * @minItems 1
   * @maxItems 100
   */
  ids: MessageId[]
}

/** Why a message could not be deleted. */
export interface NotDeleted {
  id: MessageId
  /** What happened, in a sentence. */
  message: string
}

/** Answer of `delete_messages`. */
export interface DeleteMessagesReply {
  modem: string
  deleted: MessageId[]
  /** Those that are still there, whole or in part, and those that are not known. */
  failed: NotDeleted[]
  settings_restored: boolean
}

/** Which storage is used for what. */
export interface StorageChoice {
  /** From which messages are listed where nobody asks for another one. */
  list: string
  /** From which drafts are sent. */
  write: string
  /** Into which new messages come. */
  receive: string
}

/** Answer of `message_storage`. */
export interface MessageStorageReply {
  modem: string
  current: StorageChoice
  storages: StorageUse[]
  /** What `set_message_storage` takes. */
  possible: StorageName[]
  /** Number of the service centre through which messages are sent; null where the card has none or it is not told. */
  service_centre: string | null
}

/** Arguments of `set_message_storage`. */
export interface SetMessageStorageArgs extends ModemArgs {
  /** For listing, writing and new messages. */
  storage: StorageName
}

/** Answer of `set_message_storage`. */
export interface SetMessageStorageReply extends ChangeReply {
  requested: StorageName
  before: StorageChoice
  /** Read back; null when the modem did not answer. */
  after: StorageChoice | null
}

/** Arguments of `set_service_centre`. */
export interface SetServiceCentreArgs extends ModemArgs {
  /**
   * Number: digits, with `+` where it is international, as the operator names it.
   * @pattern ^[+]?[0-9]{3,20}$
   */
  number: string
}

/** Answer of `set_service_centre`. */
export interface ServiceCentreReply extends ChangeReply {
  requested: string
  /** Null where the card had none. */
  before: string | null
  /** Read back; null when the modem did not answer. */
  after: string | null
}

/** Arguments of `send_message`. */
export interface SendMessageArgs extends ModemArgs {
  /**
   * Number: digits, `*` and `#`, with `+` where it is international.
   * @pattern ^[+]?[0-9*#]{1,20}$
   */
  to: string
  /**
   * Text, at most ten parts long.
   * @pattern ^[^]{1,1600}$
   */
  text: string
  /** True asks the network for a report of its delivery, which comes as a message. */
  report?: boolean
  /** True sends nothing and tells how it would be sent. */
  dry_run?: boolean
}

/** One part of a message to send. */
export interface SentPart {
  /** Characters of the text in it. */
  characters: number
  /** `unknown`: the modem did not say, so it may have been sent; it is not sent again. */
  state: 'not_sent' | 'sent' | 'refused' | 'unknown'
  /** Under which a report tells of it. */
  reference: number | null
  /** Why, in a sentence. */
  message: string | null
}

/** Answer of `send_message`. */
export interface SendMessageReply {
  modem: string
  /**
   * `planned`: with `dry_run`; `sending`: ask `job`; `incomplete`: some parts were sent, then one was refused; `unknown`:
   * the modem did not say whether it was sent. Nothing is ever sent twice.
   */
  state: 'planned' | 'sending' | 'sent' | 'refused' | 'incomplete' | 'unknown'
  /** `gsm7` has 160 characters in a message, `ucs2` 70. */
  alphabet: 'gsm7' | 'ucs2'
  /** Whose letters a phone must know to show them with their accents. */
  language: 'turkish' | 'spanish' | 'portuguese' | null
  parts: SentPart[]
  /** What happened, in a sentence. */
  message: string
  settings_restored: boolean
  /** The job that sends it. */
  job?: string
}
