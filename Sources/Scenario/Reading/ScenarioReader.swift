/// Reads one scenario: text to nodes, nodes to values, values to the model; all errors in one pass.
struct ScenarioReader {
    let file: String
    let files: NeighbourFiles
    var clock = Clock.mainnet
    var findings = Findings()
    /// The variants that were read, as scenarios of their own.
    var variantScenarios: [(name: String, scenario: Scenario)] = []

    init(file: String, files: NeighbourFiles) {
        self.file = file
        self.files = files
    }

    /// Reads a whole scenario and its variants; nil where something is wrong, which `findings` then says.
    ///
    /// - Parameter ignored: paths of keys that are taken for not given.
    mutating func scenario(text: String, overrides: [String], ignoring ignored: [String] = []) -> Scenario? {
        guard var root = YAMLSource(text: text, file: file).root(&findings) else { return nil }
        apply(overrides, to: &root)
        for path in ignored { root.remove(path.split(separator: ".").map(String.init)) }
        guard var scenario = scenario(root) else { return nil }
        scenario.variants = variants(root)
        scenario.warnings = findings.warnings
        return findings.isEmpty ? scenario : nil
    }

    /// Reads a scenario without its variants.
    mutating func scenario(_ root: SourceNode) -> Scenario? {
        clock = Self.clock(of: root)
        var checker = Checker(clock: clock)
        let table = checker.table(root, ScenarioLanguage.root, path: "")
        findings.add(checker.findings)
        guard let table else { return nil }

        let run = runLength(table)
        let recoveries = recoveries(table)
        let market = market(table, recoveries: recoveries, run: run)
        let ownPlaces = places(table)
        let places = ownPlaces + market.places.filter { !ownPlaces.contains($0) }
        let resolution = table.text("resolution").flatMap(Scenario.Resolution.init(rawValue:)) ?? .messages
        checkResolution(resolution, table)
        let ownEntities = entities(table, root: root, recoveries: recoveries)
        let entities = ownEntities + market.entities
        let ownClusters = clusters(table, entities: entities, isSound: isSound(root, ["entities", "market"]), run: run)
        let clusters = ownClusters + market.clusters
        checkNames(of: market, table, places: ownPlaces, entities: ownEntities, clusters: ownClusters)
        if isSound(root, ["entities", "clusters"]) { checkShifts(entities, clusters) }
        let rest = rest(table, recoveries: recoveries)
        let chain = chain(table, entities: entities, clusters: clusters, rest: rest)
        checkCredentials(rest: rest, fork: chain.fork, table)
        let population = Population(
            places: places, entities: entities, clusters: clusters, rest: rest, validators: chain.validators,
            isSound: isSound(root, ["places", "entities", "clusters", "market", "rest", "chain"]))
        let network = network(table, resolution: resolution, entities: entities, population: population)
        let calibration = calibration(table, resolution: resolution)
        let ownOutages = outages(table, population: population, run: run, chain: chain, resolution: resolution)
        let outages = ownOutages + market.outages + pauses(of: clusters, run: run)
        let outageNames =
            table.list("outages").compactMap { $0.table?.text("name") } + outages[ownOutages.count...].map(\.name)
        let expectations = expectations(table, population: population, outages: outageNames, run: run)
        guard findings.isEmpty, let name = table.text("name"), let run else { return nil }
        var scenario = Scenario(
            name: name, about: table.text("about") ?? "", seed: table.count("seed") ?? 1, chain: chain,
            run: Scenario.RunLength(nanoseconds: run),
            resolution: resolution,
            detail: table.text("detail").flatMap(Scenario.Detail.init(rawValue:)) ?? .cohorts, places: places,
            entities: entities, rest: rest, outages: outages, expectations: expectations, resync: recoveries,
            network: network, calibration: calibration, clusters: clusters)
        scenario.warnings = findings.warnings
        return scenario
    }

    private mutating func apply(_ overrides: [String], to root: inout SourceNode) {
        for text in overrides {
            do {
                try Override.setting(text).apply(to: &root)
            } catch {
                findings.add(error, at: Override.location(text))
            }
        }
    }

    /// True where the given parts of the scenario have no errors of shape.
    private func isSound(_ root: SourceNode, _ keys: [String]) -> Bool {
        var checker = Checker(clock: clock)
        for key in keys {
            if let node = root[key], let field = ScenarioLanguage.root.field(key) {
                _ = checker.value(node, field.shape, path: key)
            }
        }
        return checker.findings.isEmpty
    }

    /// Lengths of slots and epochs, which durations need before anything else is read.
    private static func clock(of root: SourceNode) -> Clock {
        var clock = root["chain"]?["preset"]?.text == "minimal" ? Clock.minimal : .mainnet
        func constant(_ name: String) -> Int64? {
            guard let text = root["chain"]?["config"]?[name]?.text, let value = try? Count.integer(text),
                KnownConstants.constant(name)?.range.contains(value) == true
            else { return nil }
            return Int64(exactly: value)
        }
        if let milliseconds = constant("SLOT_DURATION_MS") { clock.slot = milliseconds * 1_000_000 }
        if let slots = constant("SLOTS_PER_EPOCH") { clock.slotsPerEpoch = slots }
        return clock
    }

    private mutating func runLength(_ table: Value.Table) -> Int64? {
        guard let run = table.table("time")?.nanoseconds("run") else { return nil }
        let (epochs, rest) = run.quotientAndRemainder(dividingBy: clock.epoch)
        return (epochs + (rest > 0 ? 1 : 0)) * clock.epoch
    }
}

extension Scenario {
    /// Reads a scenario from its text.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: name of the file, for messages.
    ///   - baseDirectory: folder from which paths in the scenario count.
    ///   - overrides: `key=value` texts (`time.run=2 days`, `outages.power cut.for=6 h`), put in before checking.
    ///   - ignored: paths of keys (`network.quiet`) that are taken for not given.
    /// - Throws: all that is wrong with it, in the order of the file.
    public static func load(
        text: String, file: String, baseDirectory: String, overrides: [String] = [], ignoring ignored: [String] = []
    ) throws(ScenarioErrors) -> Scenario {
        var reader = ScenarioReader(file: file, files: NeighbourFiles(baseDirectory: baseDirectory))
        guard let scenario = reader.scenario(text: text, overrides: overrides, ignoring: ignored) else {
            throw reader.findings.sorted(file: file, text: text)
        }
        return scenario
    }

    /// Reads a scenario file.
    ///
    /// - Throws: as `load(text:…)`; a file that cannot be read gives one error with `isMissingInput`.
    public static func load(
        path: String, overrides: [String] = [], ignoring ignored: [String] = []
    ) throws(ScenarioErrors) -> Scenario {
        try load(
            text: text(path: path), file: path, baseDirectory: NeighbourFiles.folder(of: path), overrides: overrides,
            ignoring: ignored)
    }

    /// The text of a scenario file.
    ///
    /// - Throws: one error where the file is missing, too large or not UTF-8.
    public static func text(path: String) throws(ScenarioErrors) -> String {
        do {
            return try NeighbourFiles(baseDirectory: "").text(path, limit: YAMLSource.mostBytes)
        } catch {
            let place = SourceLocation(file: path, line: error.line, column: error.column)
            throw ScenarioErrors(errors: [
                ScenarioError(
                    location: place, message: error.problem.message, hint: error.problem.hint,
                    isMissingInput: error.isMissing)
            ])
        }
    }
}
