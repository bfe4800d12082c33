/// When a round of consensus is given up, as a rule of a project: data, asked for deadlines.
///
/// All times are nanoseconds from the start of the duty's slot.
public struct RoundTimer: Hashable, Sendable {
    private enum Rule: Hashable, Sendable {
        case eagerDoubleLinear
        case increasing
        case linear
        case ssv(SSVTiming)
    }

    /// SSV's quick and slow rounds, and from when they count.
    public struct SSVTiming: Hashable, Sendable {
        /// Length of a quick round.
        public var quick: Int64
        /// The last quick round.
        public var quickRounds: Int
        /// Length of a round after those.
        public var slow: Int64
        /// Whether a proposer's rounds count from the start of the slot (Anchor until 2025) or of the instance.
        public var isProposerAnchoredAtSlot: Bool

        /// Two seconds up to round 8, then two minutes.
        ///
        /// Source: ssv 365a4ab, protocol/v2/qbft/roundtimer/timer.go; the slot anchor of proposers: sigp/anchor#758.
        public init(
            quick: Int64 = 2_000_000_000, quickRounds: Int = 8, slow: Int64 = 120_000_000_000,
            isProposerAnchoredAtSlot: Bool = false
        ) {
            self.quick = quick
            self.quickRounds = quickRounds
            self.slow = slow
            self.isProposerAnchoredAtSlot = isProposerAnchoredAtSlot
        }

        /// How long all rounds up to and with this one last together.
        public func total(through round: Int) -> Int64 {
            let quickCount = Int64(min(max(round, 0), quickRounds))
            let slowCount = Int64(max(0, round - quickRounds))
            return quick &* quickCount &+ slow &* slowCount
        }

        /// How long the round lasts by itself.
        public func length(of round: Int) -> Int64 { round <= quickRounds ? quick : slow }
    }

    private let rule: Rule

    private init(_ rule: Rule) { self.rule = rule }

    /// Charon's default since v1.9: round *r* of a duty ends *r* seconds after the duty's start, for every member at the
    /// same moment; a justified proposal doubles that.
    ///
    /// A proposer's rounds end half a second later each. Source: Charon e628470, core/consensus/timer/roundtimer.go;
    /// the half second in rounds after the first: ObolNetwork/charon#4623.
    public static let eagerDoubleLinear = RoundTimer(.eagerDoubleLinear)

    /// Charon's timer without the feature: 750 + 250·*r* ms after the local start of the round, 1.5 s in a proposer's
    /// first; a justified proposal starts it again.
    public static let increasing = RoundTimer(.increasing)

    /// Charon's alpha feature for proposers: 1 s (1.5 s with a proposal timeout), then 200·*r* ms.
    public static let linear = RoundTimer(.linear)

    /// SSV's rule.
    public static func ssv(_ timing: SSVTiming = SSVTiming()) -> RoundTimer { RoundTimer(.ssv(timing)) }

    /// What a duty asks of the timer.
    public enum Role: Hashable, Sendable {
        /// A block: the project's special times.
        case proposer
        /// Anything else.
        case other
    }

    /// How long round `round` may last by itself: the span that deadlines are made of.
    public func length(of round: Int, role: Role) -> Int64 {
        let rounds = Int64(clamping: round)
        let milliseconds: Int64
        switch rule {
        case .eagerDoubleLinear: milliseconds = 1_000 &* rounds &+ (role == .proposer ? 500 : 0)
        case .increasing: milliseconds = role == .proposer && round == 1 ? 1_500 : 750 &+ 250 &* rounds
        case .linear: milliseconds = round == 1 ? 1_000 : 200 &* rounds
        case .ssv(let timing): return timing.length(of: round)
        }
        return milliseconds &* 1_000_000
    }

    /// When the round ends.
    ///
    /// - Parameters:
    ///   - round: from 1.
    ///   - role: what the duty is.
    ///   - dutyStart: when the duty's consensus is due to begin, from the slot's start.
    ///   - instanceStart: when this member began, which is later where it had to wait.
    ///   - now: the moment at which the timer is started.
    ///   - running: the deadline that the same round had already, where a proposal starts its timer again.
    public func deadline(
        round: Int, role: Role, dutyStart: Int64, instanceStart: Int64, now: Int64, running: Int64? = nil
    ) -> Int64 {
        switch rule {
        case .eagerDoubleLinear:
            let length = length(of: round, role: role)
            return running.map { $0 &+ length } ?? dutyStart &+ length
        case .increasing, .linear: return now &+ length(of: round, role: role)
        case .ssv(let timing):
            guard role == .proposer else { return dutyStart &+ timing.total(through: round) }
            if timing.isProposerAnchoredAtSlot { return timing.total(through: round) }
            return round == 1 ? instanceStart &+ timing.quick : now &+ timing.length(of: round)
        }
    }

    /// Whether a justified proposal starts the timer of its round again.
    public var isRestartedByProposal: Bool {
        switch rule {
        case .eagerDoubleLinear, .increasing, .linear: true
        case .ssv: false
        }
    }
}
