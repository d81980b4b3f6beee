interface Window {
  L: object
  E: unknown
  _: (text: string) => string
}
