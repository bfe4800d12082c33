import BeaconChain
import EventEngine

/// In which slot of one epoch the validators attest, as far as anything depends on it.
struct SlotAssignment: Sendable {
    /// Whose slots are known.
    enum Coverage: Int, Comparable, Sendable {
        case someRows, everyone
        static func < (a: Coverage, b: Coverage) -> Bool { a.rawValue < b.rawValue }
    }

    private(set) var coverage: Coverage
    /// By row that is one validator; `unknown` where it was not asked or is not active.
    private(set) var slotOfRow: [UInt8]
    /// By cohort row, though it may have but one member left: members in each slot.
    private(set) var slotsOfCohort: [Int: [Int]] = [:]

    static let unknown: UInt8 = 255

    /// Validators up to which it is cheaper to follow each one through the shuffle than to shuffle everybody.
    private static let fewEnough = 4_096

    /// - Parameters:
    ///   - rows: whose slots are asked for; nil = everybody's.
    ///   - permutation: the epoch's shuffle.
    init(rows: [Int]?, population: Population, active: ActiveSet, permutation: Permutation, slots: Int) {
        slotOfRow = Array(repeating: Self.unknown, count: population.rowCount)
        coverage = rows == nil ? .everyone : .someRows
        switch permutation {
        case .even(let source, let epoch):
            spreadEvenly(rows ?? Array(0..<population.rowCount), population, active, source, epoch, slots)
        case .spec(let shuffle):
            var wanted = rows ?? []
            var main: Int?
            if rows == nil {
                main = population.cohortRows.max { population.members[$0] < population.members[$1] }
                if let main, active.count - population.members[main] <= Self.fewEnough {
                    wanted = (0..<population.rowCount).filter { $0 != main }
                } else {
                    main = nil
                }
            }
            let members = wanted.reduce(0) { $0 + population.members[$1] }
            if (rows == nil && main == nil) || members > Self.fewEnough {
                coverage = .everyone
                shuffleEveryone(population, active, shuffle, slots)
                return
            }
            for row in wanted { follow(row, population, active, shuffle, slots) }
            if let main {
                var left = (0..<slots).map { active.committeesSize(slot: $0, slots: slots) }
                for slot in slotOfRow where slot != Self.unknown { left[Int(slot)] -= 1 }
                for row in population.cohortRows where row != main {
                    if let counts = slotsOfCohort[row] { for slot in 0..<slots { left[slot] -= counts[slot] } }
                }
                slotsOfCohort[main] = left
            }
        }
    }

    private mutating func follow(
        _ row: Int, _ population: Population, _ active: ActiveSet, _ shuffle: Shuffling, _ slots: Int
    ) {
        let start = population.virtualStart[row]
        for index in start..<(start + population.members[row]) where active.contains(index) {
            guard let seat = shuffle.position(of: active.position(of: index)) else { continue }
            note(active.slot(ofShuffledPosition: seat, slots: slots), row, population, slots)
        }
    }

    private mutating func shuffleEveryone(
        _ population: Population, _ active: ActiveSet, _ shuffle: Shuffling, _ slots: Int
    ) {
        let list = shuffle.permutation()
        for slot in 0..<slots {
            for position in (active.count * slot / slots)..<(active.count * (slot + 1) / slots) {
                let index = active.virtualIndex(at: Int(list[position]))
                note(slot, population.row(of: index), population, slots)
            }
        }
    }

    private mutating func note(_ slot: Int, _ row: Int, _ population: Population, _ slots: Int) {
        if !population.isCohort(row) {
            slotOfRow[row] = UInt8(slot)
        } else {
            slotsOfCohort[row, default: Array(repeating: 0, count: slots)][slot] += 1
        }
    }

    /// Each slot gets the same number of a cohort's members, the odd ones from a drawn slot on.
    private mutating func spreadEvenly(
        _ rows: [Int], _ population: Population, _ active: ActiveSet, _ source: RandomSource, _ epoch: Epoch,
        _ slots: Int
    ) {
        for row in rows where active.contains(population.virtualStart[row]) {
            var stream = source.stream(
                .attestationSlot, entity: UInt32(truncatingIfNeeded: epoch),
                UInt32(truncatingIfNeeded: population.virtualStart[row]))
            let drawn = stream.next(below: slots)
            let members = population.members[row]
            if !population.isCohort(row) {
                slotOfRow[row] = UInt8(drawn)
            } else {
                slotsOfCohort[row] = (0..<slots).map { slot in
                    members / slots + ((slot - drawn + slots) % slots < members % slots ? 1 : 0)
                }
            }
        }
    }
}

/// How an epoch's validators are dealt to its slots.
enum Permutation: Sendable {
    /// As the spec shuffles.
    case spec(Shuffling)
    /// Cohorts evenly, single validators by a draw of their own.
    case even(RandomSource, Epoch)
}
