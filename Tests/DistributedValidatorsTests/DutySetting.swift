import DistributedValidators
import EventEngine

/// Settings of duties for tests. Times in milliseconds unless said otherwise.
enum DutySetting {
    static func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }

    /// The same way between any two members.
    static func latency(_ members: Int, milliseconds: Int64 = 20) -> [Int64] {
        (0..<members * members).map { $0 / members == $0 % members ? 0 : Self.milliseconds(milliseconds) }
    }

    /// Members that are all up, ready and honest, with different heads or blocks and one target.
    static func members(_ count: Int) -> [DutyMember] {
        (0..<count).map { DutyMember(value: UInt32($0 + 1), targetValue: 1) }
    }

    static func rules(
        _ flavour: ClusterRules.Flavour, _ members: Int, threshold: Int? = nil
    ) throws -> ClusterRules {
        var rules =
            switch flavour {
            case .charon: try ClusterRules.charon(members: members, threshold: threshold)
            case .ssv: try ClusterRules.ssv(members: members, threshold: threshold)
            }
        rules.signingDelay = milliseconds(5)
        return rules
    }

    /// A slot in which member 0 leads the first round, of the leaders' order as it then is.
    static func slot(_ flavour: ClusterRules.Flavour, _ kind: ClusterDutyKind, _ members: Int) -> UInt64 {
        let slots: Range<UInt64> = 0..<UInt64(members)
        return slots.first { slot in
            let rotation =
                switch flavour {
                case .charon:
                    LeaderRotation.charon(slot: slot, dutyType: kind.charon.rawValue, members: members)
                case .ssv: LeaderRotation.ssv(height: slot, members: members, isEpochAware: true)
                }
            return rotation.leader(round: 1) == 0
        } ?? 0
    }
}
