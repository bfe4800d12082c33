import DistributedValidators

/// The suites of Obol's specification that are about timing and the exchange of messages.
enum ObolSpecificationVectors {
    static let skipReason = "wire encoding (protobuf) is outside the project"

    static func timerDeadlines(_ document: VectorDocument) throws -> [CaseResult] {
        try document["cases"].array.map { item in
            let input = try item["input"]
            func number(_ value: VectorDocument) throws -> Int64 {
                guard let number = Int64(try value.text) else {
                    throw BLSVectorError(path: document.path, problem: "a time is no whole number of nanoseconds")
                }
                return number
            }
            let slotLength = try number(input["slot_duration_nanos"])
            let duty = CharonDuty(rawValue: try input["duty_type"].integer)
            let start = (duty?.consensusStart ?? .start).nanoseconds(of: slotLength)
            let slotStart = try number(input["genesis_time_nanos"]) &+ slotLength &* number(input["slot"])
            let deadline =
                slotStart
                &+ RoundTimer.eagerDoubleLinear.deadline(
                    round: try input["round"].integer, role: duty == .proposer ? .proposer : .other, dutyStart: start,
                    instanceStart: start, now: start)
            // Charon's head says later deadlines for proposers than the file's first edition.
            let expected = try item.optional("charon_head_deadline_nanos") ?? item["deadline_nanos"]
            return CaseResult(
                "obol-dvspec", "timer_deadlines", try item["name"].text,
                expected: try "\(item["duty_start_delay_nanos"].text) \(expected.text)",
                found: "\(start) \(deadline)")
        }
    }

    static func priorities(_ document: VectorDocument) throws -> [CaseResult] {
        try document["cases"].array.map { item in
            let input = try item["input"]
            let proposals = try input["peers"].array.map { peer in
                (peer: try peer["peer_id"].text, priorities: try peer["priorities"].array.map { try $0.text })
            }
            let expected = try item["result"].array.map { try "\($0["priority"].text) \($0["score"].text)" }
            var found: [String]
            do throws(PriorityScoring.Refusal) {
                found = try PriorityScoring.order(proposals, minimum: input.integer("min_required"))
                    .map { "\($0.priority) \($0.score)" }
            } catch {
                found = [error.description]
            }
            return CaseResult(
                "obol-dvspec", "priority_scoring", try item["name"].text, expected: "\(expected)", found: "\(found)")
        }
    }

    static func resends(_ document: VectorDocument) throws -> [CaseResult] {
        try document["cases"].array.map { item in
            let input = try item["input"]
            let nodes = try input["nodes"].integer
            let round = try input["decided_round"].integer
            var instance = QBFTInstance(
                QBFTInstance.Settings(sizes: .charon(nodes), rotation: .nobody, process: 0))
            var actions: [QBFTAction] = []
            instance.start(&actions)
            let commits = (0..<nodes).map { QBFTMessage(.commit, source: $0, round: round, value: 1) }
            instance.receive(
                QBFTMessage(.decided, source: 1, round: round, value: 1, justification: commits), &actions)
            let answers = try input["events"].array.map { event in
                var answer: [QBFTAction] = []
                instance.receive(
                    QBFTMessage(.roundChange, source: try event["source"].integer, round: try event["round"].integer),
                    &answer)
                return !answer.isEmpty
            }
            let expected = try item["rebroadcast"].array.map { try $0.flag }
            return CaseResult(
                "obol-dvspec", "qbft_decided_resends", try item["name"].text, expected: "\(expected)",
                found: "\(answers)")
        }
    }

    static func limits(_ document: VectorDocument) throws -> [CaseResult] {
        func verdict(_ check: () throws(MessageLimits.Refusal) -> Void) -> String {
            do throws(MessageLimits.Refusal) {
                try check()
                return "accepted"
            } catch {
                return error.rawValue
            }
        }
        var results: [CaseResult] = []
        for item in try document["counts"].array {
            let nodes = try item["input"]["nodes"].integer
            let justifications = try item["input"]["justification_count"].integer
            let values = try item["input"]["value_count"].integer
            let found = verdict { () throws(MessageLimits.Refusal) in
                try MessageLimits.check(nodes: nodes, justifications: justifications, values: values)
            }
            let bounds = [
                MessageLimits.justifications(nodes: nodes), MessageLimits.values(justifications: justifications),
            ]
            let expected = try item.optional("reason")?.text ?? "accepted"
            let expectedBounds = [try item["max_justifications"].integer, try item["max_values"].integer]
            results.append(
                CaseResult(
                    "obol-dvspec", "qbft_msg_limits", try item["name"].text, expected: "\(expected) \(expectedBounds)",
                    found: "\(found) \(bounds)"))
        }
        for item in try document["wire_size"].array {
            let size = try item["input"]["wire_size_bytes"].integer
            let found = verdict { () throws(MessageLimits.Refusal) in try MessageLimits.check(wireSize: size) }
            results.append(
                CaseResult(
                    "obol-dvspec", "qbft_msg_limits", try item["name"].text,
                    expected: try item.optional("reason")?.text ?? "accepted", found: found))
        }
        return results
    }

    static func senders(_ document: VectorDocument) throws -> [CaseResult] {
        func verdict(_ item: VectorDocument, _ check: (SenderBinding) throws(SenderBinding.Refusal) -> Void) throws
            -> CaseResult
        {
            let input = try item["input"]
            let shares = try input["share_idx_by_peer"].keys.map {
                (peer: $0, index: try input["share_idx_by_peer"][$0].integer)
            }
            let peers = try input.optional("peers")?.array.map { try $0.text } ?? shares.map(\.peer)
            var found = "accepted"
            do throws(SenderBinding.Refusal) {
                try check(SenderBinding(peers: peers, shareIndices: shares))
            } catch {
                found = error.rawValue
            }
            return CaseResult(
                "obol-dvspec", "parsigex_sender_binding", try item["name"].text,
                expected: try item.optional("reason")?.text ?? "accepted", found: found)
        }
        let messages = try document["cases"].array.map { item in
            let sender = try item["input"]["sender"].text
            let index = try item["input"]["share_idx"].integer
            return try verdict(item) { binding throws(SenderBinding.Refusal) in
                try binding.check(sender: sender, shareIndex: index)
            }
        }
        return try messages + document["peer_map"].array.map { try verdict($0) { _ in } }
    }

    /// Every case of a suite, left out with the reason.
    static func wireEncodings(_ document: VectorDocument, suite: String) throws -> [CaseResult] {
        var results: [CaseResult] = []
        for key in document.keys {
            for (place, item) in ((try? document[key].array) ?? []).enumerated() {
                let name = (try? item["name"].text) ?? "\(place)"
                results.append(
                    CaseResult("obol-dvspec", suite, "\(key) \(name)", .skipped(reason: skipReason)))
            }
        }
        return results
    }
}

extension VectorDocument {
    /// A small integer of a field; −1 where it is none.
    fileprivate func integer(_ key: String) -> Int { (try? self[key].integer) ?? -1 }
}
