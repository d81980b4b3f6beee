/** Options of a model of this dialect: there are none. */
export type UnisocOptions = undefined
