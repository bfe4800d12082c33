/// What two lists of conditions ask together; shares are not looked at.
extension Selector {
    /// The conditions of both; nil where they exclude each other.
    func intersection(_ other: Selector) -> Selector? {
        var both = self
        let lists: [WritableKeyPath<Selector, [String]>] = [
            \.entities, \.nodes, \.places, \.regions, \.powerZones, \.providers, \.operators, \.links,
            \.consensusClients,
            \.executionClients, \.clusters,
        ]
        for list in lists where !other[keyPath: list].isEmpty {
            let theirs = other[keyPath: list]
            guard !self[keyPath: list].isEmpty else {
                both[keyPath: list] = theirs
                continue
            }
            if list == \.consensusClients || list == \.executionClients {
                both[keyPath: list] = Self.clients(self[keyPath: list], theirs)
            } else {
                both[keyPath: list] = self[keyPath: list].filter(theirs.contains)
            }
            if both[keyPath: list].isEmpty { return nil }
        }
        both.onlyRest = onlyRest || other.onlyRest
        both.reachesRest = reachesRest && other.reachesRest
        return both
    }

    /// Clients that both conditions mean: of a client and one of its versions, the version.
    private static func clients(_ ours: [String], _ theirs: [String]) -> [String] {
        var both = ours.filter { our in theirs.contains { ClientName.means($0, our) } }
        for their in theirs where !both.contains(their) && ours.contains(where: { ClientName.means($0, their) }) {
            both.append(their)
        }
        return both
    }

    /// True where nothing is asked of a validator of the rest.
    var isWholeRest: Bool {
        regions.isEmpty && isRegionsAlone
    }

    /// True where nothing but a region is asked of a validator of the rest.
    var isRegionsAlone: Bool {
        providers.isEmpty && consensusClients.isEmpty && executionClients.isEmpty
    }
}
