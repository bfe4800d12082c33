/// How many of how many: any `required` of `members` shares sign, fewer learn nothing.
public struct Threshold: Hashable, Sendable, CustomStringConvertible {
    /// The number of shares that suffice (m).
    public let required: Int
    /// The number of shares (n).
    public let members: Int

    /// `required` of `members`; throws `impossibleThreshold` unless 1 ≤ m ≤ n ≤ 256.
    public init(_ required: Int, of members: Int) throws(ThresholdError) {
        guard required >= 1, required <= members, members <= Threshold.largestMembership else {
            throw .impossibleThreshold(required: required, members: members)
        }
        self.required = required
        self.members = members
    }

    /// The greatest number of members; far above any real cluster, it bounds the work that bad input can ask for.
    public static let largestMembership = 256

    /// `m of n`.
    public var description: String { "\(required) of \(members)" }
}

/// A threshold together with the indices of its members: all different, none zero.
public struct Committee: Hashable, Sendable {
    /// The threshold m of n.
    public let threshold: Threshold
    /// The members' indices, in the order given.
    public let indices: [ShareIndex]

    /// A committee with indices 1 to n, as Charon numbers them.
    public init(_ threshold: Threshold) {
        self.threshold = threshold
        indices = (1...threshold.members).map { ShareIndex(checked: UInt64($0)) }
    }

    /// A committee with given indices, such as SSV's operator identifiers.
    ///
    /// - Throws: `wrongMemberCount` unless there are n of them, `duplicateIndex` when two are equal.
    public init(_ threshold: Threshold, indices: [ShareIndex]) throws(ThresholdError) {
        guard indices.count == threshold.members else {
            throw .wrongMemberCount(expected: threshold.members, found: indices.count)
        }
        if let index = indices.firstDuplicate { throw .duplicateIndex(index) }
        self.threshold = threshold
        self.indices = indices
    }

    /// The position of an index among the members.
    ///
    /// - Throws: `indexOutOfRange` for an index that is no member's.
    public func position(of index: ShareIndex) throws(ThresholdError) -> Int {
        guard let position = indices.firstIndex(of: index) else { throw .indexOutOfRange(index.description) }
        return position
    }
}

extension [ShareIndex] {
    /// The first index that occurred before in the list.
    var firstDuplicate: ShareIndex? {
        var seen: Set<ShareIndex> = []
        return first { !seen.insert($0).inserted }
    }
}
