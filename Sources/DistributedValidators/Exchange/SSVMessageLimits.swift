/// What an SSV node lets through to its committees, by its own clock.
///
/// Source: ssv 365a4ab, message/validation (`common_checks.go`, `consensus_validation.go`, `const.go`).
public enum SSVMessageLimits {
    /// Whose work a message belongs to: limits differ by it.
    public enum Role: Hashable, Sendable, CaseIterable {
        /// Attestations and sync messages.
        case committee
        case aggregator
        case proposer
        case syncContribution
        /// Exits and registrations, which are never late.
        case registration
    }

    /// Why a message is dropped.
    public enum Refusal: Error, Hashable, Sendable {
        /// Its slot has not begun.
        case early
        /// Its slot is too long over.
        case late
        /// No instance gets to such a round.
        case roundTooHigh
        /// Nobody can be in such a round yet.
        case roundTooFarAhead
        /// The signer has sent such a message of this round before.
        case repeated
        /// More duties than a committee has in an epoch.
        case tooManyDuties
    }

    /// By how much clocks may differ, nanoseconds.
    public static let clockTolerance: Int64 = 50_000_000
    /// For how long after the last slot in which a message counts it is still let through, nanoseconds.
    public static let lateMargin: Int64 = 3_000_000_000
    /// By how many rounds a message may be ahead of the round that its receiver expects.
    public static let roundsAhead = 1

    /// Slots from the duty's own in which its messages count; nil for ever.
    public static func slotsToLive(_ role: Role) -> Int64? {
        switch role {
        case .committee, .aggregator: 34
        case .proposer, .syncContribution: 3
        case .registration: nil
        }
    }

    /// The last round of which messages are let through.
    public static func lastRound(_ role: Role) -> Int {
        switch role {
        case .committee, .aggregator: 12
        case .proposer, .syncContribution, .registration: 6
        }
    }

    /// Duties of one committee or validator in an epoch, at most.
    ///
    /// - Parameter validators: of the committee.
    public static func dutiesPerEpoch(_ role: Role, validators: Int) -> Int {
        role == .committee ? min(32, 2 * validators) : 2
    }

    /// The round that a receiver expects: counted from the start of the slot, whenever the duty begins in it.
    ///
    /// - Parameter reading: its clock, nanoseconds from that start.
    public static func estimatedRound(at reading: Int64, _ timing: RoundTimer.SSVTiming = .init()) -> Int {
        guard reading > 0 else { return 1 }
        let quick = Int64(timing.quickRounds)
        if reading / timing.quick < quick { return 1 + Int(reading / timing.quick) }
        return timing.quickRounds + 1 + Int((reading &- quick &* timing.quick) / timing.slow)
    }

    /// Checks when a message comes.
    ///
    /// - Parameters:
    ///   - reading: the receiver's clock, nanoseconds from the start of the message's slot.
    ///   - length: nanoseconds of a slot.
    /// - Throws: `Refusal` where it is dropped.
    public static func checkTime(_ role: Role, at reading: Int64, slotLength length: Int64) throws(Refusal) {
        guard reading >= -clockTolerance else { throw .early }
        if let slots = slotsToLive(role), reading > slots &* length &+ lateMargin &+ clockTolerance { throw .late }
    }

    /// Checks the round of a consensus message.
    ///
    /// - Throws: `Refusal` where the message is dropped.
    public static func checkRound(_ round: Int, _ role: Role, at reading: Int64) throws(Refusal) {
        guard round <= lastRound(role) else { throw .roundTooHigh }
        guard round <= estimatedRound(at: reading) + roundsAhead else { throw .roundTooFarAhead }
    }
}

/// What one receiver has been sent for one committee, so that nobody can flood it.
///
/// In a run no honest member comes near it; of two votes of one signer in a round an instance takes the first in any case.
public struct SSVMessageTally: Sendable {
    private struct Sent: Hashable, Sendable {
        var signer: Int
        var slot: UInt64
        var round: Int
        var kind: SSVMessage.Kind
    }

    private var sent: Set<Sent> = []
    private var slots: [SSVMessageLimits.Role: [UInt64]] = [:]
    private let validators: Int

    /// Nothing sent yet.
    /// - Parameter validators: of the committee.
    public init(validators: Int) { self.validators = validators }

    /// Counts a message of one signer.
    ///
    /// - Throws: `SSVMessageLimits.Refusal` where it is one too many; it is not counted then.
    public mutating func take(
        _ kind: SSVMessage.Kind, from signer: Int, round: Int, slot: UInt64, _ role: SSVMessageLimits.Role
    ) throws(SSVMessageLimits.Refusal) {
        let message = Sent(signer: signer, slot: slot, round: round, kind: kind)
        guard !sent.contains(message) else { throw .repeated }
        let inEpoch = slots[role, default: []].filter { $0 / 32 == slot / 32 }
        if !inEpoch.contains(slot) {
            guard inEpoch.count < SSVMessageLimits.dutiesPerEpoch(role, validators: validators) else {
                throw .tooManyDuties
            }
            slots[role, default: []].append(slot)
        }
        sent.insert(message)
    }
}
