import BeaconChain

/// Compares `ChainSpec` with the constants that the executable spec has.
enum ConstantsVectors {
    /// Later forks' names come first: the constant in force is the one with the latest suffix.
    private static let suffixes: [Fork: [String]] = [
        .altair: ["_ALTAIR", ""], .bellatrix: ["_BELLATRIX", "_ALTAIR", ""],
        .capella: ["_CAPELLA", "_BELLATRIX", "_ALTAIR", ""], .deneb: ["_DENEB", "_BELLATRIX", "_ALTAIR", ""],
        .electra: ["_ELECTRA", "_DENEB", "_BELLATRIX", "_ALTAIR", ""],
        .fulu: ["_FULU", "_ELECTRA", "_DENEB", "_BELLATRIX", "_ALTAIR", ""],
    ]

    /// - Parameter fileName: `constants.<fork>.<preset>.json`.
    static func run(_ content: [UInt8], fileName: String) -> CaseResult {
        func result(_ suite: String, _ outcome: CaseResult.Outcome) -> CaseResult {
            CaseResult(suite: suite, runner: "json", handler: "constants", name: fileName, outcome: outcome)
        }
        let parts = fileName.split(separator: ".")
        guard parts.count >= 3, let fork = Fork(rawValue: String(parts[1])),
            let preset = Preset(rawValue: String(parts[2])), let json = try? JSONValue(parsing: content)
        else {
            return result(
                fileName,
                .failed(
                    Mismatch(field: fileName, expected: "constants.<fork>.<preset>.json", found: "something else")))
        }
        let suite = "\(preset.rawValue)/\(fork.rawValue)"
        let spec = ChainSpec(preset: preset, fork: fork)
        for setting in ChainSpec.settings {
            // A suffixed name may be a constant of its own, as `MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA` is.
            let names = (suffixes[fork] ?? [""]).map { setting.name + $0 }
                .filter { name in name == setting.name || !ChainSpec.settings.contains { $0.name == name } }
            // A constant that a fork does not have cannot be wrong there.
            guard let name = names.first(where: { json[$0] != nil }), let expected = json[name]?.unsigned else {
                continue
            }
            let found = spec[keyPath: setting.keyPath]
            if found != expected {
                return result(suite, .failed(Mismatch(field: name, expected: "\(expected)", found: "\(found)")))
            }
        }
        return result(suite, .passed)
    }
}
