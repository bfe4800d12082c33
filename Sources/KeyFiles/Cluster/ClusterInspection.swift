import BLS12381
import Foundation

/// What a cluster file says, and which of it verifies; also for files that do not.
public struct ClusterInspection: Sendable {
    /// What was checked.
    public let checks: ClusterChecks
    /// Facts and checks, for people and programs (schema `blackout.cluster.inspect/1`).
    public let report: KeysReport

    /// Reads a file.
    ///
    /// - Throws: `inaccessible`, `malformed`; `unsupported` for what is neither Obol's lock nor SSV's key shares.
    public init(_ path: String) throws(KeyFileError) {
        let data = try KeyFile.read(path)
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw .malformed(path: path, problem: "is not a JSON object")
        }
        var report = KeysReport(schema: "blackout.cluster.inspect/1")
        report.add("file", "file", .text(path))
        if object["cluster_definition"] != nil {
            let lock = try ClusterLock(json: data, path: path)
            ClusterInspection.describe(lock, &report)
            checks = ClusterChecks(lock, path: path)
        } else if object["shares"] != nil {
            let shares = try SSVKeyShares(json: data, path: path)
            ClusterInspection.describe(shares, &report)
            checks = ClusterChecks(shares, path: path)
        } else {
            throw .unsupported(
                path: path, field: "kind of file", found: "neither an Obol lock nor SSV key shares")
        }
        for check in checks.checks {
            switch check.outcome {
            case .passed: report.add(check.key, check.label, .flag(true))
            case .failed(let faults): report.add(check.key, check.label, .list(faults.map { "NO: " + $0 }))
            case .notChecked(let reason): report.add(check.key, check.label, .text("not checked: \(reason)"))
            }
        }
        report.add("verifies", "verifies", .flag(checks.pass))
        self.report = report
    }

    private static func describe(_ lock: ClusterLock, _ report: inout KeysReport) {
        let definition = lock.document.definition
        report.add("kind", "kind", .text("Obol cluster lock"))
        report.add("version", "version", .text(lock.version))
        report.add("name", "name", .text(lock.name))
        if let version = HexBytes.bytes(definition.forkVersion ?? "") {
            let chain = Chain(genesisForkVersion: version)?.name ?? "unknown"
            report.add("chain", "chain", .text("\(chain) (\(Hexadecimal.text(version)))"))
        }
        report.add("threshold", "threshold", .text("\(lock.requiredShares) of \(lock.operatorCount)"))
        report.add(
            "members", "members",
            .list(
                definition.operators.enumerated().map { position, member in
                    let address = (member.address ?? "").isEmpty ? "no address" : member.address ?? ""
                    return "\(position + 1): \(address)"
                }))
        report.add("validators", "validators", .list(lock.validators.map { Hexadecimal.text($0.publicKey) }))
        report.add("lockHash", "lock hash", .text(Hexadecimal.text(lock.lockHash)))
    }

    private static func describe(_ shares: SSVKeyShares, _ report: inout KeysReport) {
        report.add("kind", "kind", .text("SSV key shares"))
        report.add("version", "version", .text(shares.version))
        let first = shares.validators.first?.operatorIdentifiers ?? []
        let required = first.count - max(first.count - 1, 0) / 3
        report.add("threshold", "threshold", .text("\(required) of \(first.count)"))
        report.add("members", "operators", .list(first.map(String.init)))
        report.add("validators", "validators", .list(shares.validators.map { Hexadecimal.text($0.publicKey) }))
    }
}
