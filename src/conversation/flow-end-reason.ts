/**
 * Why a conversation was over:
 * - `idle`: no record came within the delta;
 * - `active`: records still came, but its time was up (`deltaPolicy: 'absolute'`);
 * - `endOfFlow`: it was closed by FIN or RST, or its ports were used again after that;
 * - `endOfInput`: the log ended while it could still have gone on.
 */
export type FlowEndReason = 'idle' | 'active' | 'endOfFlow' | 'endOfInput';
