import { publish, withdraw } from '../metrics/mqtt.ts'
import { createPlatform } from '../platform/quickjs/platform.ts'
import { detachInput, finish, words } from '../platform/quickjs/process.ts'

detachInput()
const platform = createPlatform()
void (words[0] === 'withdraw' ? withdraw(platform) : publish(platform)).finally(() => finish(''))
