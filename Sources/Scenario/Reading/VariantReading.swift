/// Reads `compare`: what each variant changes, and each variant as a scenario of its own.
extension ScenarioReader {
    /// Most variants of a scenario; each is read as a whole.
    private static let mostVariants = 32
    /// Keys that a variant cannot change, and why.
    private static let fixedKeys = [
        "seed": "another seed is another luck; write --seed to change it for all",
        "compare": "a variant has no variants of its own",
    ]

    /// Reads the variants; `root` is the scenario itself, in which nothing is wrong.
    mutating func variants(_ root: SourceNode) -> [Variant] {
        let pairs = root["compare"]?.pairs ?? []
        guard pairs.count <= Self.mostVariants else {
            findings.add(
                "'compare' has \(pairs.count) variants, more than \(Self.mostVariants)",
                at: root["compare"]?.location ?? root.location, hint: "leave some out")
            return []
        }
        var variants: [Variant] = []
        for pair in pairs {
            let settings = settings(pair, root)
            guard !settings.isEmpty else { continue }
            variants.append(
                Variant(
                    name: pair.key, settings: settings.map { .init(path: $0.path, value: $0.value?.flowText) },
                    location: pair.keyLocation))
            read(pair, settings, root)
        }
        return variants
    }

    /// Reads the scenario with the settings of a variant. Its figures are its own: those of the scenario may ask for
    /// what the variant leaves out.
    private mutating func read(_ variant: SourceNode.Pair, _ settings: [Setting], _ root: SourceNode) {
        var reader = ScenarioReader(file: file, files: files)
        var root = root
        root.content = .mapping(root.pairs.filter { $0.key != "compare" && $0.key != "expect" })
        for setting in settings {
            do {
                try setting.apply(to: &root)
            } catch {
                reader.findings.add(error, at: setting.location)
            }
        }
        if reader.findings.isEmpty, let scenario = reader.scenario(root) {
            variantScenarios.append((variant.key, scenario))
        }
        for error in reader.findings.errors {
            findings.add(
                "variant '\(variant.key)': \(error.message)", at: error.location, hint: error.hint,
                isMissingInput: error.isMissingInput)
        }
        for warning in reader.findings.warnings where !findings.warnings.contains(warning) {
            findings.warn("variant '\(variant.key)': \(warning.message)", at: warning.location, hint: warning.hint)
        }
    }

    /// What a variant changes, in its order; empty where something is wrong.
    private mutating func settings(_ variant: SourceNode.Pair, _ root: SourceNode) -> [Setting] {
        var settings: [Setting] = []
        let errorsBefore = findings.errors.count
        for pair in variant.value.pairs {
            var place = pair.keyLocation
            do {
                if pair.key == "remove" {
                    for name in try Self.removals(pair.value) {
                        guard let text = name.text else { continue }
                        place = name.location
                        settings.append(Setting(path: try Self.path(text, root), value: nil, location: place))
                    }
                } else {
                    settings += try Self.flattened(try Self.path(pair.key, root), pair.value, at: place, root)
                }
            } catch {
                findings.add("variant '\(variant.key)': \(error.message)", at: place, hint: error.hint)
            }
        }
        if settings.isEmpty, findings.errors.count == errorsBefore {
            findings.add(
                "variant '\(variant.key)' changes nothing", at: variant.keyLocation,
                hint: "write a setting, for example entities.me.validators: 2")
        }
        return findings.errors.count == errorsBefore ? settings : []
    }

    private static func removals(_ node: SourceNode) throws(Problem) -> [SourceNode] {
        let nodes: [SourceNode] = if case .list(let nodes) = node.content { nodes } else { [node] }
        guard !nodes.isEmpty, nodes.allSatisfy({ $0.text != nil && !$0.isNothing }) else {
            throw Problem(
                "'remove' must be a path or a list of paths, found \(node.found)", hint: "for example remove: clusters")
        }
        return nodes
    }

    /// The whole path of a setting: the name of an entity or a cluster may stand at its head.
    private static func path(_ text: String, _ root: SourceNode) throws(Problem) -> String {
        let head = String(text.prefix { $0 != "." })
        if let reason = fixedKeys[head] { throw Problem("a variant cannot change '\(head)'", hint: reason) }
        if ScenarioLanguage.root.field(head) != nil { return text }
        for section in ["entities", "clusters"] where root[section]?[head] != nil { return "\(section).\(text)" }
        let names = ["entities", "clusters"].flatMap { root[$0]?.pairs.map(\.key) ?? [] }
        throw Problem(
            "there is no setting '\(SourceNode.shortened(head))'",
            hint: Spelling.nearest(to: head, among: names + ScenarioLanguage.root.availableKeys + ["remove"])
                .map { "did you mean '\($0)'?" }
                ?? "a setting begins with a key of the scenario, or the name of an entity or cluster")
    }

    /// The settings that a value stands for: a mapping changes what it names and leaves the rest as it is, where what
    /// it changes is there and is not one thing as a whole.
    private static func flattened(
        _ path: String, _ value: SourceNode, at place: SourceLocation, _ root: SourceNode
    ) throws(Problem) -> [Setting] {
        let whole = [Setting(path: path, value: value, location: place)]
        guard !value.pairs.isEmpty else { return whole }
        let target = target(root, .table(ScenarioLanguage.root), try Setting.keys(of: path)[...])
        guard let target, isOpen(target) else { return whole }
        var settings: [Setting] = []
        for pair in value.pairs {
            settings += try flattened("\(path).\(pair.key)", pair.value, at: pair.keyLocation, root)
        }
        return settings
    }

    /// What a path leads to, and its shape; nil where there is nothing.
    private static func target(
        _ node: SourceNode, _ shape: Shape, _ keys: ArraySlice<String>
    ) -> (node: SourceNode, shape: Shape)? {
        guard let key = keys.first else { return (node, shape) }
        switch Setting.container(of: shape, holding: node) {
        case .table(let table):
            guard let field = table.field(key), let inner = node[key] else { return nil }
            return target(inner, field.shape, keys.dropFirst())
        case .named(_, let inner):
            guard let found = Setting.name(of: node.pairs, keys) else { return nil }
            return target(node.pairs[found.index].value, inner, keys.dropFirst(found.length))
        case .list(let inner, _):
            guard case .list(let items) = node.content, let found = Setting.item(of: items, keys) else { return nil }
            return target(items[found.index], inner, keys.dropFirst(found.length))
        default:
            return nil
        }
    }

    /// True for what is made of parts that can be changed one by one.
    private static func isOpen(_ target: (node: SourceNode, shape: Shape)) -> Bool {
        switch target.shape {
        case .table(let table): !table.isWhole && target.node.isMapping
        case .named(_, .table): target.node.isMapping
        case .list(.table, _): true
        default: false
        }
    }
}

extension Scenario {
    /// Reads the variants of a scenario (`compare`), each as a scenario of its own: the scenario with the variant's
    /// settings, with no other figures to reproduce than those that the variant brings.
    ///
    /// - Parameters: as for `load(text:…)`; a variant's settings come after the overrides.
    /// - Returns: the variants in the order of the file; empty where there are none.
    /// - Throws: as `load(text:…)`, which reads the variants too.
    /// - Complexity: one reading of the scenario for each variant.
    public static func variants(
        text: String, file: String, baseDirectory: String, overrides: [String] = []
    ) throws(ScenarioErrors) -> [(name: String, scenario: Scenario)] {
        var reader = ScenarioReader(file: file, files: NeighbourFiles(baseDirectory: baseDirectory))
        guard reader.scenario(text: text, overrides: overrides) != nil else {
            throw reader.findings.sorted(file: file, text: text)
        }
        return reader.variantScenarios
    }

    /// Reads the variants of a scenario file.
    ///
    /// - Throws: as `load(path:…)`.
    public static func variants(
        path: String, overrides: [String] = []
    ) throws(ScenarioErrors) -> [(name: String, scenario: Scenario)] {
        try variants(
            text: text(path: path), file: path, baseDirectory: NeighbourFiles.folder(of: path), overrides: overrides)
    }
}
