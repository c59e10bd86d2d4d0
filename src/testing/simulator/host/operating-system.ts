import type { PortRange } from '../../../traffic/ports.js';
import type { Host } from '../world.js';

/**
 * The source ports that a client chooses from. "Many Linux kernels (including the Amazon Linux kernel) use ports
 * 32768-61000"; "Windows Server 2008 and later versions use ports 49152-65535".
 * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
 */
export const EPHEMERAL_PORTS: Readonly<Record<Host['operatingSystem'], PortRange>> = {
  linux: { from: 32_768, to: 61_000 },
  windows: { from: 49_152, to: 65_535 },
};
