/// Seats of a sync committee.
struct SeatSet: Equatable, Sendable {
    /// Bit = seat; empty where no seat is in the set.
    private var words: [UInt64] = []

    func contains(_ seat: Int) -> Bool {
        seat / 64 < words.count && words[seat / 64] >> UInt64(seat % 64) & 1 == 1
    }

    mutating func insert(_ seat: Int) {
        while words.count <= seat / 64 { words.append(0) }
        words[seat / 64] |= 1 << UInt64(seat % 64)
    }

    /// A number that any other set would make another.
    var fold: UInt64 { words.reduce(0) { ($0 ^ $1) &* 0x100_0000_01b3 } }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
