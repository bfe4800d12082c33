import Staking
import Testing

@Suite("epoch grid")
struct EpochGridTests {
    /// 4 slots of 12 from 1,000 on; attestations are due 4 into the slot: 1004, 1016, 1028, 1040.
    let grid = EpochGrid(start: 1_000, slots: 4, slot: 12, attestationDue: 4)

    private func span(_ start: Int64, _ end: Int64, outage: Int = 0) -> NodeLifeCycle.Span {
        NodeLifeCycle.Span(start: start, end: end, outage: outage, isDark: true, state: "dark", detail: "")
    }

    @Test(
        "a stretch takes what falls at or after its start and before its end",
        arguments: [
            (Int64(0), Int64(1_000), UInt64(0b0000), UInt64(0b0000)),
            (0, 1_001, 0b0001, 0b0000),
            (1_000, 1_004, 0b0001, 0b0000),
            (1_000, 1_005, 0b0001, 0b0001),
            (1_001, 1_004, 0b0000, 0b0000),
            (1_004, 1_005, 0b0000, 0b0001),
            (1_005, 1_012, 0b0000, 0b0000),
            (1_005, 1_013, 0b0010, 0b0000),
            (1_012, 1_036, 0b0110, 0b0110),
            (1_040, 1_041, 0b0000, 0b1000),
            (1_041, .max, 0b0000, 0b0000),
            (1_036, .max, 0b1000, 0b1000),
            (1_048, .max, 0b0000, 0b0000),
            (0, .max, 0b1111, 0b1111),
            (1_020, 1_020, 0b0000, 0b0000),
        ])
    func edges(start: Int64, end: Int64, proposes: UInt64, attests: UInt64) {
        let found = grid.availability([span(start, end)])
        #expect(found.proposes == 0b1111 & ~proposes && found.attests == 0b1111 & ~attests)
        #expect(found.absences.isEmpty == (proposes | attests == 0))
        #expect(found.absences.allSatisfy { $0.proposes == proposes && $0.attests == attests })
    }

    @Test("stretches one after the other share the epoch, each to its own outage")
    func several() {
        let found = grid.availability([span(990, 1_010, outage: 5), span(1_010, 1_030, outage: 6)])
        #expect(found.attests == 0b1000 && found.proposes == 0b1000)
        #expect(found.absences.map(\.outage) == [5, 6])
        #expect(found.absences.map(\.attests) == [0b0001, 0b0110])
        #expect(found.absences.map(\.proposes) == [0b0001, 0b0110])
    }

    @Test("an epoch of 64 slots fills the whole mask")
    func wide() {
        let grid = EpochGrid(start: 0, slots: 64, slot: 12, attestationDue: 4)
        #expect(SlotAvailability.full(slots: 64).attests == .max)
        #expect(grid.availability([span(0, .max)]).attests == 0)
        #expect(grid.availability([span(63 * 12, .max)]).proposes == .max >> 1)
        #expect(grid.end == 768)
    }

    @Test("the masks are those of asking at each instant", arguments: [8, 32, 64])
    func equivalence(slots: Int) {
        let grid = EpochGrid(start: 77, slots: slots, slot: 12_000, attestationDue: 3_999)
        // A walk through many starts and lengths, on, before and after the instants.
        for step in 0..<600 {
            let start = Int64(step) * 1_333 - 5_000
            let end = start + Int64(step * step % 7_919) * 13
            let found = grid.availability([span(start, end)])
            for slot in 0..<slots {
                let begins = 77 + Int64(slot) * 12_000
                let due = begins + 3_999
                #expect((found.proposes >> UInt64(slot) & 1 == 0) == (start <= begins && begins < end))
                #expect((found.attests >> UInt64(slot) & 1 == 0) == (start <= due && due < end))
            }
        }
    }
}
