/// Which duties a Charon member takes messages for, by its own clock.
///
/// Source: Charon e628470, core/gater.go (duties of the epochs to come) and core/deadline.go (duties that have expired).
public enum DutyGate {
    /// Why a message is dropped.
    public enum Refusal: Error, Hashable, Sendable {
        /// Its duty is more than ``DutyDeadlines/epochsAhead`` epochs ahead.
        case tooFarAhead
        /// Its duty's deadline has passed.
        case expired
    }

    /// Checks a duty.
    ///
    /// - Parameters:
    ///   - duty: its type.
    ///   - slot: its slot.
    ///   - reading: the receiver's clock, nanoseconds from the start of that slot; negative before it.
    ///   - length: nanoseconds of a slot.
    /// - Throws: `Refusal` where a message for it is dropped.
    public static func check(
        _ duty: CharonDuty, slot: UInt64, at reading: Int64, slotLength length: Int64, slotsPerEpoch: Int64 = 32
    ) throws(Refusal) {
        if let deadline = DutyDeadlines.charon(duty, slot: length, slotsPerEpoch: slotsPerEpoch), reading > deadline {
            throw .expired
        }
        // The receiver's slot, counted from the duty's, rounded down.
        let ahead = reading >= 0 ? reading / length : -((length &- 1 &- reading) / length)
        let place = Int64(slot % UInt64(slotsPerEpoch)) &+ ahead
        let epochs = place >= 0 ? place / slotsPerEpoch : -((slotsPerEpoch &- 1 &- place) / slotsPerEpoch)
        guard -epochs <= Int64(DutyDeadlines.epochsAhead) else { throw .tooFarAhead }
    }
}
