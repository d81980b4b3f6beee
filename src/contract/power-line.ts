/** A name in /sys/class/gpio; a number or the chip's own files are none. */
export const lineForm = /^(?!gpio\d|gpiochip|export$|unexport$)[\w:-]{1,40}$/
