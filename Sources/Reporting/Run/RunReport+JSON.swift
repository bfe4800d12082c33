internal import ResultStore

extension RunReport {
    /// Name and version of the layout of `json`.
    public static let jsonSchema = "blackout.run/1"

    /// The report as data: money in Gwei, times in nanoseconds, keys sorted. `docs/results.md` describes it.
    public var json: String { document.document }

    /// The report as a value.
    var document: JSONValue {
        .object([
            "schema": .text(RunReport.jsonSchema),
            "run": runJSON,
            "entities": .list(entities.map { $0.json }),
            "network": network.json,
            "clusters": .list(clusters.map(\.json)),
            "chain": chain.json,
            "outages": .list(outagesJSON),
            "ledger": .list(ledgerJSON),
            "epochs": .list(record.epochs.map { $0.json }),
            "expectations": .list(record.expectations.map { $0.json }),
            "notes": .list(record.notes.map { .text($0) }),
        ])
    }

    private var runJSON: JSONValue {
        let run = record.run
        return .object([
            "name": .text(run.name), "about": .text(run.about), "scenario_file": .text(run.scenarioFile),
            "overrides": .list(run.overrides.map { .text($0) }), "seed": .unsigned(run.seed),
            "blackout_version": .text(run.blackoutVersion), "digest": .text(run.digest), "fork": .text(run.fork),
            "preset": .text(run.preset), "resolution": .text(run.resolution), "detail": .text(run.detail),
            "start_epoch": .unsigned(run.startEpoch), "epochs": .count(run.epochs),
            "slots_per_epoch": .count(run.slotsPerEpoch), "slot_ms": .count(run.slotMilliseconds),
            "validators": .count(run.validators),
        ])
    }

    private var outagesJSON: [JSONValue] {
        var intervals = Array(repeating: [JSONValue](), count: record.outages.count)
        for interval in record.outageIntervals where intervals.indices ~= interval.outage {
            intervals[interval.outage].append(
                .object([
                    "start_ns": .integer(interval.start), "end_ns": .integer(interval.end),
                    "nodes_hit": .count(interval.nodesHit), "validators_hit": .count(interval.validatorsHit),
                ]))
        }
        return zip(record.outages, intervals).map { outage, intervals in
            .object([
                "name": .text(outage.name), "kind": .text(outage.kind), "target": .text(outage.target),
                "intervals": .list(intervals),
            ])
        }
    }

    private var ledgerJSON: [JSONValue] {
        record.ledger.compactMap { row in
            guard record.entities.indices ~= row.entity, record.causes.indices ~= row.cause else { return nil }
            return .object([
                "entity": .text(record.entities[row.entity].name), "cause": .text(record.causes[row.cause].label),
                "cause_kind": .text(record.causes[row.cause].kind), "component": .text(row.component),
                "missed_gwei": .integer(row.missed), "penalties_gwei": .integer(row.penalties),
            ])
        }
    }
}

extension Amounts {
    var members: [String: JSONValue] {
        [
            "ideal_gwei": .integer(ideal), "earned_gwei": .integer(earned), "missed_gwei": .integer(missed),
            "penalties_gwei": .integer(penalties), "loss_gwei": .integer(loss),
        ]
    }
}

extension EntityResult {
    var json: JSONValue {
        var members = total.members
        members["name"] = .text(name)
        members["is_rest"] = .bool(isRest)
        members["nodes"] = .count(nodes)
        members["validators"] = .count(validators)
        members["uptime_ratio"] = .optional(uptime)
        members["components"] = .list(
            components.map { part in
                .object(part.amounts.members.merging(["component": .text(part.name)]) { $1 })
            })
        members["causes"] = .list(
            causesByLoss.map { part in
                .object([
                    "cause": .text(part.name), "cause_kind": .text(part.kind),
                    "missed_gwei": .integer(part.amounts.missed), "penalties_gwei": .integer(part.amounts.penalties),
                    "loss_gwei": .integer(part.amounts.loss),
                    "share_of_loss_ratio": total.loss > 0
                        ? .number(Double(part.amounts.loss) / Double(total.loss)) : .null,
                ])
            })
        return .object(members)
    }
}

extension ChainResult {
    var json: JSONValue {
        .object([
            "finality_delay_max_epochs": .unsigned(finalityDelayMax),
            "finality_delay_max_epoch": finalityDelayMaxEpoch.map { .unsigned($0) } ?? .null,
            "leak_epochs": .count(leakEpochs),
            "first_leak_epoch": firstLeakEpoch.map { .unsigned($0) } ?? .null,
            "participation_min_ratio": .optional(participationMin),
            "participation_min_epoch": participationMinEpoch.map { .unsigned($0) } ?? .null,
            "participation_mean_ratio": .optional(participationMean),
            "blocks_proposed": .count(blocksProposed), "blocks_missed": .count(blocksMissed),
        ])
    }
}

extension EpochRecord {
    var json: JSONValue {
        .object([
            "epoch": .unsigned(epoch), "active_balance_gwei": .integer(activeBalance),
            "base_reward_per_increment_gwei": .integer(baseRewardPerIncrement),
            "source_balance_gwei": .integer(sourceBalance), "target_balance_gwei": .integer(targetBalance),
            "head_balance_gwei": .integer(headBalance), "blocks_proposed": .count(blocksProposed),
            "blocks_missed": .count(blocksMissed), "justified_epoch": .unsigned(justifiedEpoch),
            "finalized_epoch": .unsigned(finalizedEpoch), "is_leaking": .bool(isLeaking),
            "reference_participation_ratio": .optional(referenceParticipation),
        ])
    }
}

extension ExpectationRecord {
    var json: JSONValue {
        .object([
            "text": .text(text), "metric": .text(metric), "published": .text(published),
            "simulated": .text(simulated), "simulated_value": .number(simulatedValue), "unit": .text(unit),
            "is_met": .bool(isMet), "source": .text(source), "location": .text(location),
        ])
    }
}
