/// What Charon refuses before it looks into a consensus message.
///
/// Source: distributed-validator-specs 406c832, docs/dv-spec/consensus.md ("Message limits").
public enum MessageLimits {
    /// Bytes of a message on the wire, at most: 32 MiB.
    public static let wireSize = 32 << 20

    /// Why a message is refused; the raw value is the specification's word.
    public enum Refusal: String, Error, Sendable {
        /// More than two justifications a member.
        case tooManyJustifications = "too_many_justifications"
        /// More than two values for the message and each justification.
        case tooManyValues = "too_many_values"
        /// More bytes than the wire allows.
        case tooLarge = "msg_too_large"
    }

    /// Justifications that a cluster's message may carry: 2n.
    public static func justifications(nodes: Int) -> Int { 2 * nodes }

    /// Values that a message of so many justifications may carry: 2(j + 1).
    public static func values(justifications: Int) -> Int { 2 * (justifications + 1) }

    /// Checks the counts; justifications first.
    public static func check(nodes: Int, justifications: Int, values: Int) throws(Refusal) {
        guard justifications <= Self.justifications(nodes: nodes) else { throw .tooManyJustifications }
        guard values <= Self.values(justifications: justifications) else { throw .tooManyValues }
    }

    /// Checks the size on the wire.
    public static func check(wireSize: Int) throws(Refusal) {
        guard wireSize <= Self.wireSize else { throw .tooLarge }
    }
}
