import { option, type Section } from './uci.ts'

/** Whether a section of /etc/config/network tells wwand about a modem, by the name an interface calls it: its own, or that of a card in it. */
export const isAbout =
  (modem: string | undefined) =>
  (section: Section): boolean =>
    (section.type === 'wwand_modem' && section.name === modem) ||
    (section.type === 'wwand_sim' && (option(section, 'modem') ?? modem) === modem)
