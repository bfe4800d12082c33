internal import BeaconChain

/// Runner `rewards`: rewards and penalties of every validator by component.
enum RewardsRunner {
    static func run(_ files: OfficialCaseFiles) throws {
        let state = try files.state("pre")
        let deltas = try AttestationDeltas(state)
        for flag in ParticipationFlag.allCases {
            try compare(deltas[flag], with: "\(flag)_deltas", files)
        }
        try compare(deltas.inactivity, with: "inactivity_penalty_deltas", files)
    }

    private static func compare(
        _ found: AttestationDeltas.Pair, with name: String, _ files: OfficialCaseFiles
    ) throws {
        let view = try files.view(name, BeaconSchema(files.spec).deltas)
        for (column, values) in [("rewards", found.rewards), ("penalties", found.penalties)] {
            let expected = try view.field(column).uint64s()
            guard expected.count == values.count else {
                throw Mismatch(
                    field: "number of \(name).\(column)", expected: "\(expected.count)", found: "\(values.count)")
            }
            for (row, value) in values.enumerated() where value != expected[row] {
                throw Mismatch(
                    field: "\(name).\(column)[\(row)]", expected: "\(expected[row])", found: "\(value)")
            }
        }
    }
}
