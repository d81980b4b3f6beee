/** What may stand inside an element; null, undefined and false are passed over. */
type Content = Node | string | number | null | undefined | false | readonly Content[]

/** Attributes of an element: a function listens to the event of its name; null, undefined and false are left out. */
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => unknown)>
