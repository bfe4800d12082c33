/// Which member holds whose valid partial signatures over which value.
struct PartialSignatures: Sendable {
    private let members: Int
    private var values: [UInt64] = []
    /// Those that member *k* holds over value *v* at *v*·n + *k*.
    private var sets: [MemberSet] = []
    /// Whose signatures anybody holds.
    private(set) var signers = MemberSet()

    init(members: Int) { self.members = members }

    mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        sets.removeAll(keepingCapacity: true)
        signers = MemberSet()
    }

    /// Takes a signature in and says how many the holder now has over that value. O(different values).
    mutating func add(_ signer: Int, over value: UInt64, to holder: Int) -> Int {
        let place: Int
        if let known = values.firstIndex(of: value) {
            place = known
        } else {
            place = values.count
            values.append(value)
            for _ in 0..<members { sets.append(MemberSet()) }
        }
        sets[place * members + holder].insert(signer)
        signers.insert(signer)
        return sets[place * members + holder].count
    }

    /// Whose signatures over a value a member holds.
    func set(over value: UInt64, of holder: Int) -> MemberSet {
        values.firstIndex(of: value).map { sets[$0 * members + holder] } ?? MemberSet()
    }

    /// The most that one member holds over one value.
    var largestCount: Int { sets.reduce(0) { max($0, $1.count) } }
}
