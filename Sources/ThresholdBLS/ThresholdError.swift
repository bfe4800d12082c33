internal import BLS12381

/// What is wrong with shares, partial signatures, commitments or the messages of a key ceremony. Where several members
/// may be at fault, all are named, ascending.
public enum ThresholdError: Error, Hashable, Sendable {
    /// A threshold that is not 1 ≤ m ≤ n ≤ 256.
    case impossibleThreshold(required: Int, members: Int)
    /// Not as many entries as the committee has members.
    case wrongMemberCount(expected: Int, found: Int)
    /// Index zero, where the secret itself would be.
    case zeroIndex
    /// An index that is no member's, or no number below 2⁶⁴.
    case indexOutOfRange(String)
    /// An index that occurs twice.
    case duplicateIndex(ShareIndex)
    /// Fewer partial signatures than the threshold.
    case tooFewPartials(required: Int, found: Int)
    /// Fewer shares or deals than the threshold.
    case tooFewShares(required: Int, found: Int)
    /// Bytes that are not a point, a scalar or a key; the members whose bytes they are.
    case badEncoding([ShareIndex])
    /// The neutral element as a share key or a partial signature: that member's share is zero.
    case identityPoint([ShareIndex])
    /// Partial signatures that do not verify against their members' share keys.
    case invalidPartial([ShareIndex])
    /// The combined signature does not verify against the group key.
    case invalidResult
    /// Share keys that are not on one polynomial of the threshold's degree with the group key at zero.
    case inconsistentShareKeys([ShareIndex])
    /// Share keys that fit each other, but the key with these bytes instead of the group key.
    case shareKeysOfAnother([UInt8])
    /// A commitment with more or fewer points than the threshold: its dealer would raise or lower it.
    case wrongCommitmentLength(dealer: ShareIndex?, expected: Int, found: Int)
    /// A commitment whose constant term is not what the protocol prescribes.
    case wrongConstantTerm(dealer: ShareIndex?)
    /// A share that does not fit its dealer's commitment.
    case invalidShare(dealer: ShareIndex?, receiver: ShareIndex)
    /// A proof of knowledge that does not verify.
    case invalidProof(dealer: ShareIndex)
    /// Members whose message of a round is missing.
    case missingMessage([ShareIndex])
    /// The sum of all contributions is the neutral element: the ceremony must be run again.
    case identityGroupKey
}

extension ThresholdError: CustomStringConvertible {
    /// What is wrong, where, in words.
    public var description: String {
        switch self {
        case .impossibleThreshold(let required, let members):
            "a threshold of \(required) of \(members) is impossible: 1 ≤ m ≤ n ≤ \(Threshold.largestMembership) must hold"
        case .wrongMemberCount(let expected, let found): "the committee has \(expected) members, found \(found) entries"
        case .zeroIndex: "share index 0 is not allowed: the polynomial's value at 0 is the secret itself"
        case .indexOutOfRange(let text): "share index '\(text)' belongs to no member of the committee"
        case .duplicateIndex(let index): "share index \(index) occurs twice"
        case .tooFewPartials(let required, let found):
            "\(required) partial signatures are needed, found \(found)"
        case .tooFewShares(let required, let found): "\(required) shares are needed, found \(found)"
        case .badEncoding(let members): "the bytes of \(list(members)) are not a valid encoding"
        case .identityPoint(let members):
            "the key or signature of \(list(members)) is the point at infinity: its share is zero"
        case .invalidPartial(let members):
            "the partial signature of \(list(members)) does not verify against its share key"
        case .invalidResult: "the combined signature does not verify against the group key"
        case .inconsistentShareKeys(let members):
            "the share key of \(list(members)) is not on the polynomial of the group key"
        case .shareKeysOfAnother(let key):
            "the share keys belong to another key, \(Hexadecimal.text(key))"
        case .wrongCommitmentLength(let dealer, let expected, let found):
            "the commitment\(of(dealer)) has \(found) points, the threshold asks for \(expected)"
        case .wrongConstantTerm(let dealer): "the commitment\(of(dealer)) does not begin with the prescribed key"
        case .invalidShare(let dealer, let receiver):
            "the share for member \(receiver) does not fit the commitment\(of(dealer))"
        case .invalidProof(let dealer): "the proof of knowledge of dealer \(dealer) does not verify"
        case .missingMessage(let members): "the message of \(list(members)) is missing"
        case .identityGroupKey: "the group key is the point at infinity: run the ceremony again"
        }
    }

    private func list(_ members: [ShareIndex]) -> String {
        (members.count == 1 ? "member " : "members ") + members.map(\.description).joined(separator: ", ")
    }

    private func of(_ dealer: ShareIndex?) -> String { dealer.map { " of dealer \($0)" } ?? "" }
}
