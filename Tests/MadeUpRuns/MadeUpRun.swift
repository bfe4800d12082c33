public import ResultStore

/// Records that look like those of a run, for tests of what happens to them afterwards. Their figures follow simple
/// rules (a base reward of 339 gwei per increment, 32 increments), no simulation stands behind them.
public enum MadeUpRun {
    /// Nanoseconds.
    public static let second: Int64 = 1_000_000_000
    static let slotsPerEpoch = 32
    static let sourceReward: Int64 = 2_373
    static let targetReward: Int64 = 4_407

    /// One validator at home and the rest of the network; the home is dark for 28 epochs and resyncs for one more.
    public static func homePowerCut(seed: UInt64 = 1, darkEpochs: Int = 28) -> RunRecord {
        var record = RunRecord(
            run: header(name: "home power cut", file: "Scenarios/home-power-cut.yaml", seed: seed, epochs: 225))
        record.run.about =
            "A home staker in Southern California loses power for three hours on a Tuesday evening. What does it cost?"
        let dark = Double(3 * 3600 + 252)
        record.entities = [
            EntityRecord(
                name: "me", isRest: false, nodes: 1, validators: 1, validatorSeconds: 86_400,
                darkValidatorSeconds: dark),
            EntityRecord(
                name: "the rest", isRest: true, nodes: 1, validators: 1_113_499,
                validatorSeconds: 86_400 * 1_113_499, darkValidatorSeconds: 0),
        ]
        record.nodes = [
            node("me/1", entity: 0, validators: 1, dark: dark),
            node("the rest/1", entity: 1, validators: 1_113_499, dark: 0, isPopulation: true),
        ]
        record.outages = [OutageRecord(name: "power cut", kind: "power", target: "power: sce")]
        record.outageIntervals = [
            OutageIntervalRecord(
                outage: 0, start: 21_600 * second, end: 32_400 * second, nodesHit: 1, validatorsHit: 1)
        ]
        record.nodeStates = [
            NodeStateRecord(
                node: 0, state: "dark", start: 21_600 * second, end: 32_400 * second, outage: 0, detail: ""),
            NodeStateRecord(
                node: 0, state: "catching up", start: 32_400 * second, end: 32_652 * second, outage: 0,
                detail: "lighthouse 900 slots, geth"),
        ]
        record.causes = [
            CauseRecord(kind: "outage", outage: 0, label: "power cut"),
            CauseRecord(kind: "resync", outage: 0, label: "resync after power cut"),
            CauseRecord(kind: "others-votes", outage: nil, label: "others' missing votes"),
        ]
        let (cut, resync) = (Int64(darkEpochs), Int64(1))
        for (component, reward, isPenalised) in [
            ("source", sourceReward, true), ("target", targetReward, true), ("head", sourceReward, false),
        ] {
            let taken: Int64 = isPenalised ? reward : 0
            addLoss(&record, entity: 0, cause: 0, component, missed: cut * reward, penalties: cut * taken)
            addLoss(&record, entity: 0, cause: 1, component, missed: resync * reward, penalties: resync * taken)
            addComponent(&record, entity: 0, component, ideal: 225 * reward)
        }
        addLoss(&record, entity: 1, cause: 2, "source", missed: 20_000, penalties: 0)
        addComponent(&record, entity: 1, "source", ideal: 650_000_000_000)
        addComponent(&record, entity: 1, "target", ideal: 1_241_900_000_123)
        addComponent(&record, entity: 1, "head", ideal: 650_000_000_000)
        record.validators = [validator(3, of: record, entity: 0, node: 0)]
        record.epochs = epochs(225)
        let penalties = (cut + resync) * (sourceReward + targetReward)
        record.expectations = [
            ExpectationRecord(
                text: "me.penalties is 189_840 gwei or 196_620 gwei", metric: "me.penalties",
                published: "189,840 / 196,620 gwei", simulated: "\(penalties) gwei",
                simulatedValue: Double(penalties), unit: "gwei", isMet: penalties == 196_620 || penalties == 189_840,
                source: "28 (or 29) epochs × 20 × 339 gwei", location: "Scenarios/home-power-cut.yaml:28:5")
        ]
        record.notes = ["recovery parameters of lighthouse: data of 2026-11-22"]
        record.trace = [
            TraceEventRecord(number: 1, time: 21_600 * second, text: "outage begins 'power cut'", digest: "0a"),
            TraceEventRecord(number: 2, time: 21_888 * second, text: "epoch ends: 411556", digest: "0b"),
        ]
        return record
    }

    /// A fleet of 40 nodes in a script beyond ASCII, one of which fails again and again.
    public static func recurring(strikes: Int) -> RunRecord {
        var record = RunRecord(run: header(name: "故障", file: "fleet.yaml", seed: 7, epochs: 450))
        let seconds = 450.0 * 384
        record.entities = [
            EntityRecord(
                name: "電力会社", isRest: false, nodes: 40, validators: 4_000, validatorSeconds: seconds * 4_000,
                darkValidatorSeconds: seconds * 40)
        ]
        record.nodes = (1...40).map { node("電力会社/\($0)", entity: 0, validators: 100, dark: seconds / 100) }
        record.outages = [
            OutageRecord(name: "停電", kind: "power", target: "region: 東京"),
            OutageRecord(name: "bad config", kind: "bad-config", target: "entity: 電力会社"),
        ]
        for strike in 0..<strikes {
            let start = Int64(strike) * 600 * second
            record.outageIntervals.append(
                OutageIntervalRecord(
                    outage: 0, start: start, end: start + 60 * second, nodesHit: 1, validatorsHit: 100))
            record.nodeStates.append(
                NodeStateRecord(
                    node: 0, state: "dark", start: start, end: start + 60 * second, outage: 0, detail: ""))
        }
        record.outageIntervals.append(
            OutageIntervalRecord(
                outage: 1, start: 3_000 * second, end: 6_600 * second, nodesHit: 40, validatorsHit: 4_000))
        for machine in 0..<40 {
            record.nodeStates.append(
                NodeStateRecord(
                    node: machine, state: "restarting", start: 6_600 * second,
                    end: (6_630 + Int64(machine) * 10) * second, outage: 1, detail: "geth"))
        }
        record.causes = [CauseRecord(kind: "outage", outage: 0, label: "停電")]
        addLoss(&record, entity: 0, cause: 0, "target", missed: 4_407_000, penalties: 4_407_000)
        addComponent(&record, entity: 0, "target", ideal: 9_000_000_000)
        record.epochs = epochs(450)
        return record
    }

    /// A replay with the real participation beside the simulated one.
    public static func replay() -> RunRecord {
        var record = RunRecord(run: header(name: "replay", file: "replay.yaml", seed: 1, epochs: 12))
        record.entities = [
            EntityRecord(
                name: "the rest", isRest: true, nodes: 1, validators: 1_113_500, validatorSeconds: 100,
                darkValidatorSeconds: 10)
        ]
        record.outages = [OutageRecord(name: "incident", kind: "replay", target: "incident.csv")]
        record.causes = [CauseRecord(kind: "outage", outage: 0, label: "incident")]
        addLoss(&record, entity: 0, cause: 0, "target", missed: 31_000_000_000, penalties: 31_000_000_000)
        addComponent(&record, entity: 0, "target", ideal: 90_000_000_000)
        record.epochs = epochs(12)
        for row in 0..<12 {
            record.epochs[row].targetBalance -= Int64(row % 4) * 2_000_000 * 1_000_000_000
            record.epochs[row].referenceParticipation = 0.99 - Double(row % 5) * 0.05
            record.epochs[row].blocksMissed = row == 5 ? 6 : 0
            record.epochs[row].isLeaking = row > 8
            record.epochs[row].finalizedEpoch = min(record.epochs[row].finalizedEpoch, 411_503)
        }
        return record
    }

    /// A million validators, or however many, one by one.
    public static func individual(validators: Int) -> RunRecord {
        var record = RunRecord(run: header(name: "individual", file: "individual.yaml", seed: 2, epochs: 1))
        record.run.validators = validators
        record.entities = [
            EntityRecord(
                name: "all", isRest: false, nodes: 1, validators: validators,
                validatorSeconds: Double(validators) * 384, darkValidatorSeconds: 0)
        ]
        record.nodes = [node("all/1", entity: 0, validators: validators, dark: 0)]
        record.causes = [CauseRecord(kind: "baseline", outage: nil, label: "late blocks")]
        addLoss(&record, entity: 0, cause: 0, "target", missed: Int64(validators), penalties: 0)
        addComponent(&record, entity: 0, "target", ideal: 9_153 * Int64(validators))
        record.validators = (0..<validators).map { index in
            ValidatorRecord(
                index: index, entity: 0, node: 0, startBalance: 32_000_000_000, endBalance: 32_000_009_152,
                endEffectiveBalance: 32_000_000_000, ideal: 9_153, missed: 1, penalties: 0, earned: 9_152,
                slashed: false, exitEpoch: index % 1000 == 0 ? 411_600 : nil)
        }
        record.epochs = epochs(1)
        return record
    }
}

extension MadeUpRun {
    static func header(name: String, file: String, seed: UInt64, epochs: Int) -> RunHeader {
        RunHeader(
            name: name, about: "", scenarioText: "name: \(name)\n", scenarioFile: file, overrides: [], seed: seed,
            blackoutVersion: "0.1.0", digest: "5d0c7f0a9b3e4c1d2f6a8b7c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f7a8b991",
            fork: "fulu", preset: "mainnet", resolution: "duties", detail: "cohorts", startEpoch: 411_500,
            epochs: epochs, slotsPerEpoch: slotsPerEpoch, slotMilliseconds: 12_000, validators: 1_113_500)
    }

    static func node(
        _ name: String, entity: Int, validators: Int, dark: Double, isPopulation: Bool = false
    ) -> NodeRecord {
        NodeRecord(
            entity: entity, name: name, isPopulation: isPopulation, region: "us-west", power: "sce", provider: nil,
            nodeOperator: nil, link: nil, consensusClient: "lighthouse", executionClient: "geth",
            validators: validators, darkSeconds: dark)
    }

    static func addLoss(
        _ record: inout RunRecord, entity: Int, cause: Int, _ component: String, missed: Int64, penalties: Int64
    ) {
        record.ledger.append(
            LedgerRecord(entity: entity, cause: cause, component: component, missed: missed, penalties: penalties))
        record.dutyMisses.append(
            DutyMissRecord(
                entity: entity, node: nil, epoch: record.run.startEpoch, duty: "attestation", outcome: "missed",
                cause: cause, count: 1))
    }

    /// Adds the component's row, with the losses that the ledger holds by now.
    static func addComponent(_ record: inout RunRecord, entity: Int, _ component: String, ideal: Int64) {
        let losses = record.ledger.filter { $0.entity == entity && $0.component == component }
        let missed = losses.reduce(0) { $0 + $1.missed }
        let penalties = losses.reduce(0) { $0 + $1.penalties }
        record.components.append(
            EntityComponentRecord(
                entity: entity, component: component, ideal: ideal, missed: missed, penalties: penalties,
                earned: ideal - missed - penalties))
    }

    /// The only validator of an entity, with the entity's whole result.
    static func validator(_ index: Int, of record: RunRecord, entity: Int, node: Int?) -> ValidatorRecord {
        let components = record.components.filter { $0.entity == entity }
        let earned = components.reduce(0) { $0 + $1.earned }
        return ValidatorRecord(
            index: index, entity: entity, node: node, startBalance: 32_000_000_000,
            endBalance: 32_000_000_000 + earned, endEffectiveBalance: 32_000_000_000,
            ideal: components.reduce(0) { $0 + $1.ideal }, missed: components.reduce(0) { $0 + $1.missed },
            penalties: components.reduce(0) { $0 + $1.penalties }, earned: earned, slashed: false, exitEpoch: nil)
    }

    static func epochs(_ count: Int) -> [EpochRecord] {
        (0..<UInt64(count)).map { row in
            let epoch = 411_500 + row
            return EpochRecord(
                epoch: epoch, activeBalance: 35_632_000_000_000_000, baseRewardPerIncrement: 339,
                sourceBalance: 35_631_000_000_000_000, targetBalance: 35_630_000_000_000_000,
                headBalance: 35_629_000_000_000_000, blocksProposed: 32, blocksMissed: 0, justifiedEpoch: epoch + 1,
                finalizedEpoch: epoch, isLeaking: false, referenceParticipation: nil)
        }
    }
}
