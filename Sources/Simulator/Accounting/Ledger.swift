/// What each entity, and each validator that is carried by itself, could have earned, missed, lost and earned.
///
/// `earned = ideal − missed − penalties` holds by construction in every entry; `BalanceCheck` compares the sums with
/// the state's balances. All amounts are Gwei.
struct Ledger: Sendable {
    let causes: Int
    private(set) var ideal: [Int64]
    private(set) var missed: [Int64]
    private(set) var penalties: [Int64]
    /// By validator row; rows that join later (parts of cohorts) have none.
    private(set) var ofRow: [RowAccount]
    /// Sum of everything earned, whoever earned it.
    private(set) var earnedInAll: Int64 = 0

    /// One validator's books.
    struct RowAccount: Sendable, Equatable {
        var ideal: Int64 = 0
        var missed: Int64 = 0
        var penalties: Int64 = 0
        var earned: Int64 { ideal - missed - penalties }
    }

    init(entities: Int, causes: Int, rows: Int) {
        self.causes = causes
        let components = Component.allCases.count
        ideal = Array(repeating: 0, count: entities * components)
        missed = Array(repeating: 0, count: entities * causes * components)
        penalties = missed
        ofRow = Array(repeating: RowAccount(), count: rows)
    }

    /// Books what perfect performance would have earned.
    mutating func addIdeal(_ amount: Int64, entity: Int, component: Component) {
        ideal[entity * Component.allCases.count + component.rawValue] += amount
        earnedInAll += amount
    }

    /// Books rewards that were not earned.
    mutating func addMissed(_ amount: Int64, entity: Int, cause: Int, component: Component) {
        missed[slot(entity, cause, component)] += amount
        earnedInAll -= amount
    }

    /// Books balance that was taken.
    mutating func addPenalty(_ amount: Int64, entity: Int, cause: Int, component: Component) {
        penalties[slot(entity, cause, component)] += amount
        earnedInAll -= amount
    }

    /// Books one validator's part.
    mutating func addToRow(_ row: Int, ideal: Int64 = 0, missed: Int64 = 0, penalties: Int64 = 0) {
        guard row < ofRow.count else { return }
        ofRow[row].ideal += ideal
        ofRow[row].missed += missed
        ofRow[row].penalties += penalties
    }

    func ideal(entity: Int, component: Component) -> Int64 {
        ideal[entity * Component.allCases.count + component.rawValue]
    }

    func missed(entity: Int, cause: Int, component: Component) -> Int64 { missed[slot(entity, cause, component)] }

    func penalties(entity: Int, cause: Int, component: Component) -> Int64 {
        penalties[slot(entity, cause, component)]
    }

    private func slot(_ entity: Int, _ cause: Int, _ component: Component) -> Int {
        (entity * causes + cause) * Component.allCases.count + component.rawValue
    }
}
