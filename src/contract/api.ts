import type { ApplyArgs, ApplyReply } from './apply.ts'
import type { ModemArgs, NoArgs, ReadArgs } from './args.ts'
import type { AtArgs, AtReply } from './at.ts'
import type { BandsReply, SetBandsArgs, SetBandsReply } from './bands.ts'
import type { CapabilitiesReply } from './capabilities.ts'
import type { CellLockChange, CellLockReply, CellsReply, LockCellArgs, UnlockCellArgs } from './cells.ts'
import type { ContextsReply, SetContextArgs, SetContextReply } from './contexts.ts'
import type { AutoconnectReply, SetAutoconnectArgs, SetAutoconnectReply } from './dialling.ts'
import type { DoctorArgs, DoctorReply } from './doctor.ts'
import type { HistoryArgs, HistoryReply, JournalReply } from './history.ts'
import type { ModemInfo } from './info.ts'
import type { CancelJobArgs, JobArgs, JobReply } from './jobs.ts'
import type { ModemList } from './list.ts'
import type {
  DeleteMessagesArgs,
  DeleteMessagesReply,
  MessageArgs,
  MessageReply,
  MessageStorageReply,
  MessagesArgs,
  MessagesReply,
  SendMessageArgs,
  SendMessageReply,
  ServiceCentreReply,
  SetMessageStorageArgs,
  SetMessageStorageReply,
  SetServiceCentreArgs,
} from './messages.ts'
import type { MetricsArgs, MetricsReply } from './metrics.ts'
import type { ModesReply, SetModesArgs, SetModesReply } from './modes.ts'
import type { BegunReply, RecordArgs } from './record.ts'
import type { RecordsReply } from './records.ts'
import type { ReportArgs } from './report.ts'
import type { RestartArgs, RestartReply } from './restart.ts'
import type { ApplySetupArgs, SetupArgs, SetupPlanReply, SetupReply } from './setup.ts'
import type {
  ChangePinArgs,
  SelectSimArgs,
  SetSimLockArgs,
  SimChangeReply,
  SimReply,
  UnlockSimArgs,
} from './sim.ts'
import type { SignalReply, StatusReply } from './status.ts'
import type { SetUsbModeArgs, SetUsbModeReply, UsbModeReply } from './usb.ts'
import type { AnswerUssdArgs, UssdArgs, UssdReply } from './ussd.ts'
import type { TryLedArgs, TryLedReply, WatchNowArgs, WatchNowReply, WatchReply } from './watch.ts'

/** The ubus object `modem`. One member is one method; the tags give the ACL group. */
export interface ModemApi {
  /**
   * The modems of this host and their ports, without talking to them.
   * @access status
   */
  list(args: NoArgs): ModemList
  /**
   * Everything known about one modem.
   * @access status
   */
  info(args: ReadArgs): ModemInfo
  /**
   * The values that change from second to second, for polling.
   * @access status
   */
  signal(args: ReadArgs): SignalReply
  /**
   * One word for the modem's state and the reason in words.
   * @access status
   */
  status(args: ReadArgs): StatusReply
  /**
   * What is wrong with the modem and the router around it, why, and what cures it. Changes nothing.
   * @access status
   */
  doctor(args: DoctorArgs): DoctorReply
  /**
   * What /etc/config/network and firewall should say for the modem, change by change. Changes nothing.
   * @access status
   */
  setup_plan(args: SetupArgs): SetupPlanReply
  /**
   * Makes the changes of `setup_plan`, all or none; a job takes them back unless the interface gets an address in time.
   * @access control
   */
  setup(args: ApplySetupArgs): SetupReply
  /**
   * The bands the modem can use and may use.
   * @access status
   */
  bands(args: ModemArgs): BandsReply
  /**
   * Chooses the bands the modem may use, and reads back what holds.
   * @access control
   */
  set_bands(args: SetBandsArgs): SetBandsReply
  /**
   * Which technologies the modem may use, and which could be chosen.
   * @access status
   */
  modes(args: ModemArgs): ModesReply
  /**
   * Chooses the technologies the modem may use, and reads back what holds.
   * @access control
   */
  set_modes(args: SetModesArgs): SetModesReply
  /**
   * The cells the modem uses and those it hears beside them.
   * @access status
   */
  cells(args: ModemArgs): CellsReply
  /**
   * The cell or channel the modem is bound to.
   * @access status
   */
  cell_lock(args: ModemArgs): CellLockReply
  /**
   * Binds the modem to a channel, or to one cell on it.
   * @access control
   */
  lock_cell(args: LockCellArgs): CellLockChange
  /**
   * Frees the modem of its cell lock.
   * @access control
   */
  unlock_cell(args: UnlockCellArgs): CellLockChange
  /**
   * The packet data contexts with their access point names.
   * @access status
   */
  contexts(args: ModemArgs): ContextsReply
  /**
   * Defines a packet data context: access point name, type and authentication.
   * @access control
   */
  set_context(args: SetContextArgs): SetContextReply
  /**
   * The composition of USB functions the modem shows, and those it could show.
   * @access status
   */
  usb_mode(args: ModemArgs): UsbModeReply
  /**
   * Chooses a composition of USB functions; says which device and protocol will follow.
   * @access control
   */
  set_usb_mode(args: SetUsbModeArgs): SetUsbModeReply
  /**
   * Whether the modem dials by itself.
   * @access status
   */
  autoconnect(args: ModemArgs): AutoconnectReply
  /**
   * Lets the modem dial by itself, or not.
   * @access control
   */
  set_autoconnect(args: SetAutoconnectArgs): SetAutoconnectReply
  /**
   * Restarts the modem and waits for it as long as a call may; `job`, or `restart_state`, tells the rest.
   * @access control
   */
  restart(args: RestartArgs): RestartReply
  /**
   * Whether a restarted modem is back.
   * @access status
   */
  restart_state(args: ModemArgs): RestartReply
  /**
   * How far a job is, which goes on after the call that began it, or what it came to. Reading changes nothing.
   * @access status
   */
  job(args: JobArgs): JobReply
  /**
   * Ends a job. A change with `keep_if` is taken back at once, or kept at once with `keep`; a restart that was ordered
   * is no longer waited for.
   * @access control
   */
  cancel_job(args: CancelJobArgs): JobReply
  /**
   * State of the SIM, its lock and the attempts that are left.
   * @access status
   */
  sim(args: ModemArgs): SimReply
  /**
   * Gives the SIM its PIN, or its PUK with a new PIN; once.
   * @access control
   */
  unlock_sim(args: UnlockSimArgs): SimChangeReply
  /**
   * Sets whether the SIM asks for its PIN at power-up.
   * @access control
   */
  set_sim_lock(args: SetSimLockArgs): SimChangeReply
  /**
   * Replaces the PIN of the SIM.
   * @access control
   */
  change_pin(args: ChangePinArgs): SimChangeReply
  /**
   * Uses the SIM of another slot.
   * @access control
   */
  select_sim(args: SelectSimArgs): SimChangeReply
  /**
   * What this model can be asked and told, and why not.
   * @access status
   */
  capabilities(args: ModemArgs): CapabilitiesReply
  /**
   * Brings the modem to what `/etc/config/modem` wants, with the fewest writes.
   * @access control
   */
  apply(args: ApplyArgs): ApplyReply
  /**
   * What `apply` has tried of this modem, what became of it, and why it does not try it again.
   * @access status
   */
  records(args: ModemArgs): RecordsReply
  /**
   * What the watch looks after, what it did last and would do next, and what keeps it from acting.
   * @access status
   */
  watch(args: ModemArgs): WatchReply
  /**
   * What is known of every modem as numbers with labels, for monitoring; nothing is asked of a modem for it.
   * @access status
   */
  metrics(args: MetricsArgs): MetricsReply
  /**
   * Does one rung of the recovery ladder at a person's wish, as a job.
   * @access control
   */
  watch_now(args: WatchNowArgs): WatchNowReply
  /**
   * Has a LED of the router blink for two seconds, so that a person sees which one it is, and puts back how it stood.
   * @access control
   */
  try_led(args: TryLedArgs): TryLedReply
  /**
   * How signal, technology, temperature and traffic were, as the watch has written it down.
   * @access status
   */
  history(args: HistoryArgs): HistoryReply
  /**
   * What has changed and what was done, as the watch has written it down.
   * @access status
   */
  journal(args: ModemArgs): JournalReply
  /**
   * Text messages in the card and in the modem, their parts joined, newest first.
   * @access sms
   */
  messages(args: MessagesArgs): MessagesReply
  /**
   * One text message, with the PDUs it came in.
   * @access sms
   */
  message(args: MessageArgs): MessageReply
  /**
   * Deletes text messages with all their parts.
   * @access sms
   */
  delete_messages(args: DeleteMessagesArgs): DeleteMessagesReply
  /**
   * Where text messages are kept, how full that is, and through which service centre they are sent.
   * @access sms
   */
  message_storage(args: ModemArgs): MessageStorageReply
  /**
   * Chooses where text messages are kept, and reads back what holds.
   * @access sms
   */
  set_message_storage(args: SetMessageStorageArgs): SetMessageStorageReply
  /**
   * Sets the number of the service centre through which messages are sent, and reads back what holds.
   * @access sms
   */
  set_service_centre(args: SetServiceCentreArgs): ServiceCentreReply
  /**
   * Sends a text message, or tells how it would be sent; a job does it, and never sends anything twice.
   * @access sms
   */
  send_message(args: SendMessageArgs): SendMessageReply
  /**
   * Sends a code to the operator (USSD), such as `*100#` for the balance; a job holds the session, never a call.
   * @access sms
   */
  ussd(args: UssdArgs): UssdReply
  /**
   * Answers the menu of a session that `ussd` began.
   * @access sms
   */
  ussd_reply(args: AnswerUssdArgs): UssdReply
  /**
   * Ends the session.
   * @access sms
   */
  ussd_cancel(args: ModemArgs): UssdReply
  /**
   * Sends one raw AT command. Whoever may call this is root over the modem.
   * @access at
   */
  at(args: AtArgs): AtReply
  /**
   * Writes down what the modem answers, with pseudonyms for persons and devices: a job, whose result is a fixture.
   * @access at
   */
  record(args: RecordArgs): BegunReply
  /**
   * Tries which dialect a modem speaks, by commands that change nothing: a job, whose result is a proposed model file.
   * @access at
   */
  probe(args: ModemArgs): BegunReply
  /**
   * Collects what a helper asks for, with secrets and persons masked: a job, whose result is one text.
   * @access at
   */
  report(args: ReportArgs): BegunReply
  /**
   * Copies the partitions of the flash that belong to this router alone, such as the calibration of its Wi-Fi: a job,
   * whose result holds the files. The flash is only read.
   * @access at
   */
  backup_calibration(args: NoArgs): BegunReply
}
