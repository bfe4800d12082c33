/// Runs the JSON vectors of a file, or of all vector files directly in a directory, in the order of their names.
///
/// Understands `<handler>.<fork>.<preset>.jsonl[.gz]` (a case a line) and `….json[.gz]` (one case). Constants files are
/// compared with `ChainSpec`. One file at a time is in memory.
/// - Parameter blockRules: applies operations; without it the handlers of blocks are skipped.
/// - Throws: `VectorFileError` where a path cannot be read. A case that is not understood is a failed case.
public func runJSONVectors(
    at path: String, blockRules: (any VectorBlockRules)? = nil
) throws(VectorFileError) -> [CaseResult] {
    guard let names = VectorFile.names(in: path) else {
        return try VectorRunner(blocks: BlockVectors(rules: blockRules)).run(file: path)
    }
    var results: [CaseResult] = []
    for name in names where VectorRunner.isVectorFile(name) {
        results += try VectorRunner(blocks: BlockVectors(rules: blockRules)).run(file: path + "/" + name)
    }
    return results
}

private struct VectorRunner {
    let blocks: BlockVectors

    static func isVectorFile(_ name: String) -> Bool {
        [".json", ".json.gz", ".jsonl", ".jsonl.gz"].contains { name.hasSuffix($0) }
    }

    func run(file: String) throws(VectorFileError) -> [CaseResult] {
        let content = try VectorFile.bytes(file)
        let name = file.split(separator: "/").last.map(String.init) ?? file
        if name.hasPrefix("constants.") { return [ConstantsVectors.run(content, fileName: name)] }
        guard name.contains(".jsonl") else { return [run(content[...], name)] }
        return content.split(separator: UInt8(ascii: "\n")).map { run($0, name) }
    }

    private func run(_ text: ArraySlice<UInt8>, _ fileName: String) -> CaseResult {
        do {
            let vector = try VectorCase(JSONValue(parsing: Array(text)))
            return vector.result(try outcome(vector))
        } catch {
            return CaseResult(
                suite: fileName, runner: "json", handler: "read", name: fileName,
                outcome: .failed(Mismatch(field: fileName, expected: "a vector case", found: "\(error)")))
        }
    }

    private func outcome(_ vector: VectorCase) throws -> CaseResult.Outcome {
        if let step = EpochVectors.steps[vector.handler] { return try EpochVectors.run(vector, step) }
        if BlockVectors.operations.contains(vector.handler) { return try blocks.runOperation(vector) }
        switch vector.handler {
        case "rewards": return try EpochVectors.runRewards(vector)
        case "trajectory": return try TrajectoryVectors.run(vector)
        case "leak_long": return try LeakVectors.run(vector)
        case "shuffling": return try DutyVectors.runShuffling(vector)
        case "duties": return try DutyVectors.runDuties(vector)
        case "slots": return try SlotVectors.run(vector)
        case "blocks", "finality", "random": return try blocks.runBlocks(vector)
        case "fork_choice": return try ForkChoiceVectors.run(vector)
        case let other: throw VectorFormatError(field: "handler", expected: "a known handler instead of \(other)")
        }
    }
}
