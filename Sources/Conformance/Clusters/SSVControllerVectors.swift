import DistributedValidators

/// SSV's controller: instances begun one after the other, decided messages from outside, messages that come late.
enum SSVControllerVectors {
    static func run(_ document: VectorDocument) throws -> [CaseResult] {
        var reader = try SSVMessageReader(document)
        return try document["cases"].array.map { item in
            let settings = try SSVInstanceVectors.settings(item, reader, proposer: 1)
            var controller = SSVController(settings)
            var comparison = FieldComparison()
            var code = 0
            for (number, run) in try item["runs"].array.enumerated() {
                let height = try run.optional("height")?.integer ?? number
                try play(
                    run, "runs[\(number)]", height: UInt64(clamping: height), &controller, &code, &comparison, &reader)
            }
            comparison.expect("error", try item["expectedErrorCode"].integer, code)
            return CaseResult(
                suite: SSVInstanceVectors.suite, runner: SSVInstanceVectors.suite, handler: "qbft_controller",
                name: try item["name"].text, outcome: comparison.outcome)
        }
    }

    private static func play(
        _ run: VectorDocument, _ field: String, height: UInt64, _ controller: inout SSVController, _ code: inout Int,
        _ comparison: inout FieldComparison, _ reader: inout SSVMessageReader
    ) throws {
        var actions: [SSVAction] = []
        do throws(SSVFault) {
            let value: UInt64? = (try? reader.value(run.optional("inputValue"))) ?? nil
            try controller.start(height: height, value: value, &actions)
        } catch {
            code = error.rawValue
        }
        var decided: [SSVMessage] = []
        for message in try reader.messages(run["input"]) {
            do throws(SSVFault) {
                if let proof = try controller.receive(message, &actions) { decided.append(proof) }
            } catch {
                code = error.rawValue
            }
        }
        comparison.expect("\(field).decidedCount", try run["decidedCount"].integer, decided.count)
        if let last = decided.last {
            let expected = try reader.value(run.optional("decidedValue"))
            comparison.expect("\(field).decidedValue", reader.text(expected), reader.text(last.fullData))
        }
        if let proof = try run.optional("broadcastDecided").map({ try reader.message($0) }) {
            let sent = actions.compactMap { action in
                if case .decide(let message) = action { reader.describe(message) } else { nil }
            }
            comparison.expect("\(field).broadcastDecided", [reader.describe(proof)], sent)
        }
        if let timer = run.optional("expectedTimer") {
            let rounds = actions.compactMap { action in
                if case .startTimer(let round) = action { round } else { nil }
            }
            comparison.expect("\(field).timeouts", try timer["Timeouts"].integer, rounds.count)
            comparison.expect("\(field).timerRound", try timer["Round"].integer, rounds.last ?? 0)
        }
    }
}
