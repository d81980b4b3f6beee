/** Whether colours are allowed: nobody wishes them away (no-color.org), and the terminal has them. */
export const allowsColour = (variable: (name: string) => string | undefined): boolean =>
  variable('NO_COLOR') === undefined && !/^(?:dumb)?$/.test(variable('TERM') ?? '')
