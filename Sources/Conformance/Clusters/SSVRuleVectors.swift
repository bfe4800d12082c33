import BLS12381
import DistributedValidators

/// SSV's rotation of proposers and its checks of values.
enum SSVRuleVectors {
    static func roundRobin(_ document: VectorDocument) throws -> [CaseResult] {
        let committee = try document["committee"].array.map { UInt64(clamping: try $0.integer) }
        let proposer = SSVProposer.rotating(isEpochAware: true)
        var comparison = FieldComparison()
        for row in try document["rows"].array {
            let cells = try row.array.map { try $0.integer }
            guard cells.count == 3 else { throw BLSVectorError(path: document.path, problem: "a row has no 3 cells") }
            comparison.expect(
                "height \(cells[0]), round \(cells[1])", UInt64(clamping: cells[2]),
                proposer.leader(height: UInt64(clamping: cells[0]), round: cells[1], committee: committee))
        }
        return [
            CaseResult(
                suite: SSVInstanceVectors.suite, runner: SSVInstanceVectors.suite, handler: "round_robin",
                name: try document["name"].text, outcome: comparison.outcome)
        ]
    }

    /// The roles whose values are checked, by SSV's number.
    private enum Role: Int {
        case committee = 0
        case aggregatorCommittee = 6
    }

    static func valueCheck(_ document: VectorDocument) throws -> [CaseResult] {
        let name = try document["Name"].text
        func result(_ outcome: CaseResult.Outcome) -> [CaseResult] {
            [CaseResult(SSVInstanceVectors.suite, "value_check", name, outcome)]
        }
        let bytes = try document["Input"].base64
        var code = 0
        do throws(SSVFault) {
            switch Role(rawValue: (try? document["RunnerRole"].integer) ?? -1) {
            case .committee:
                let vote = try BeaconVoteCheck.Vote(ssz: bytes)
                try voteCheck(document).check(vote)
            case .aggregatorCommittee: try BeaconVoteCheck.checkAggregation(ssz: bytes)
            case nil: return result(.skipped(reason: "values of this role are not checked"))
            }
        } catch {
            code = error.rawValue
        }
        let expected = try document["ExpectedErrorCode"].integer
        let isAnyError = try document["AnyError"].flag
        var comparison = FieldComparison()
        if isAnyError {
            comparison.expect("refused", expected != 0, code != 0)
        } else {
            comparison.expect("error", expected, code)
        }
        return result(comparison.outcome)
    }

    /// What the operator of the case sees; a field that is missing compares as epoch 0.
    private static func voteCheck(_ document: VectorDocument) -> BeaconVoteCheck {
        func epoch(_ key: String) -> UInt64 {
            (try? document[key]["epoch"].text).flatMap { UInt64($0) } ?? 0
        }
        let slot = try? document["DutySlot"].text
        let shares = ((try? document["ShareValidatorsPK"].array) ?? []).compactMap {
            (try? $0.base64).map { Hexadecimal.text($0, prefix: false) }
        }
        let isSlashable = shares.contains { share in
            let slots = (try? document["SlashableSlots"][share].array) ?? []
            return slots.contains { (try? $0.text) == slot }
        }
        return BeaconVoteCheck(
            source: epoch("ExpectedSource"), target: epoch("ExpectedTarget"), isSlashable: isSlashable)
    }
}
