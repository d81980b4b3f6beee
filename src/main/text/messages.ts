import type {
  DeleteMessagesReply,
  MessageReply,
  MessageStorageReply,
  MessagesReply,
  StorageUse,
  TextMessage,
} from '../../contract/messages.ts'
import type { Paint } from './paint.ts'
import { type Cell, factsText, pageText, tableText } from './table.ts'

/** Longest beginning of a text in the table of messages. */
const longest = 60

const begin = (text: string | null) =>
  text === null || text.length <= longest ? text : `${text.slice(0, longest - 1)}…`

const kindOf = ({ type, unread }: TextMessage) => (unread ? 'new' : type)

const storagesText = (storages: readonly StorageUse[], paint: Paint) =>
  tableText(
    ['storage', 'used', 'of', ''],
    storages.map(({ storage, used, total, full }) => [
      storage,
      used,
      total,
      full ? paint('bad', 'full') : '',
    ]),
    paint,
  )

const row = (message: TextMessage): Cell[] => [
  message.id,
  message.time,
  message.number,
  kindOf(message),
  begin(message.text ?? message.problem),
]

/** The messages, newest first, each with the beginning of its text. */
export const messagesText = ({ messages, found, storages, complete }: MessagesReply, paint: Paint): string =>
  pageText([
    messages.length === 0
      ? 'There is no message.\n'
      : tableText(['id', 'time', 'number', '', 'text'], messages.map(row), paint),
    found > messages.length ? `${found - messages.length} more: limit=${Math.min(found, 300)}\n` : '',
    complete ? '' : paint('warn', 'The modem did not list everything.\n'),
    storagesText(storages, paint),
  ])

/** One message as a whole. */
export const messageText = ({ message }: MessageReply, paint: Paint): string =>
  pageText([
    factsText(
      [
        ['Message', message.id],
        ['Time', message.time],
        ['Number', message.number],
        ['Kind', kindOf(message)],
        ['Missing parts', message.missing.join(' ')],
        ['Problem', message.problem],
        ['Report', message.report?.outcome],
      ],
      paint,
    ),
    message.text === null ? '' : `${message.text}\n`,
  ])

/** Where messages are kept. */
export const storageText = (
  { current, storages, possible, service_centre }: MessageStorageReply,
  paint: Paint,
): string =>
  pageText([
    factsText(
      [
        ['Listed from', current.list],
        ['Drafts in', current.write],
        ['New ones into', current.receive],
        ['Choice', possible.join(', ')],
        ['Service centre', service_centre],
      ],
      paint,
    ),
    storagesText(storages, paint),
  ])

/** What was deleted and what was not. */
export const deletedText = ({ deleted, failed }: DeleteMessagesReply, paint: Paint): string =>
  [
    `${deleted.length} deleted.\n`,
    ...failed.map(({ id, message }) => paint('bad', `${id}: ${message}\n`)),
  ].join('')
