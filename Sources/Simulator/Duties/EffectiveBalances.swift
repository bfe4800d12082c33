import BeaconChain

/// Effective balances by position in the active list, for drawing duties in proportion to them.
struct EffectiveBalances: ActiveValidators, Sendable {
    private let active: ActiveSet
    private let population: Population
    private let registry: [UInt16]

    init(_ active: ActiveSet, _ population: Population, _ registry: Registry) {
        self.active = active
        self.population = population
        self.registry = registry.effectiveIncrements
    }

    /// Number of active validators.
    var count: Int { active.count }
    /// The highest, in increments.
    var largestIncrements: UInt16 { active.highest }

    /// In increments.
    func increments(at position: Int) -> UInt16 {
        active.isUniform ? active.highest : registry[population.row(of: active.virtualIndex(at: position))]
    }
}
