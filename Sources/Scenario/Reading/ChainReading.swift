/// Reads `chain`.
extension ScenarioReader {
    mutating func chain(_ table: Value.Table, entities: [Entity], clusters: [Cluster], rest: Rest) -> Chain {
        var chain = Chain()
        let given = table.table("chain")
        chain.fork = given?.text("fork") ?? "fulu"
        chain.preset = given?.text("preset") ?? "mainnet"
        chain.sampling = given?.text("sampling").flatMap(Chain.Sampling.init(rawValue:)) ?? .spec
        chain.config = (given?.text("mode") == "paper" ? paperConfig(given) : []) + config(given)
        let fork = ScenarioLanguage.forks.first { $0.name == chain.fork }
        chain.startEpoch = given?.table("start")?.count("epoch") ?? fork?.mainnetEpoch ?? 0
        if let given, let state = given.table("start")?["state"], let path = state.text {
            stateFile(path, state.location, given)
            chain.stateFile = files.resolved(path)
            chain.startEpoch = 0
            chain.validators = nil
        } else {
            chain.validators = validators(given, named: NamedStake(entities, clusters), rest: rest, table)
        }
        return chain
    }

    private mutating func stateFile(_ path: String, _ place: SourceLocation, _ chain: Value.Table) {
        for key in ["stake", "validators"] where chain.has(key) {
            findings.add(
                "'\(key)' cannot stand beside a state", at: chain.location(of: key),
                hint: "the state has its own validators")
        }
        guard path.hasSuffix(".ssz") || path.hasSuffix(".ssz_snappy") else {
            findings.add("'\(path)' is not a beacon state", at: place, hint: "its name ends with .ssz or .ssz_snappy")
            return
        }
        do {
            _ = try files.check(path)
        } catch {
            findings.add(error.problem.message, at: place, hint: error.problem.hint, isMissingInput: error.isMissing)
        }
    }

    private func config(_ chain: Value.Table?) -> [Chain.ConfigOverride] {
        var overrides: [Chain.ConfigOverride] = []
        for entry in chain?.table("config")?.entries ?? [] {
            guard let value = entry.value.count else { continue }
            overrides.append(Chain.ConfigOverride(name: entry.name, value: value, location: entry.nameLocation))
        }
        return overrides
    }

    /// The setting of Pavloff et al., arXiv 2404.16363, in the spec's constants: effective balances follow the balance in
    /// steps of 0.001 ETH, attestations earn and cost nothing, who falls to 16.75 ETH leaves at once.
    private func paperConfig(_ chain: Value.Table?) -> [Chain.ConfigOverride] {
        let place = chain?.location(of: "mode") ?? SourceLocation(file: "", line: 0, column: 0)
        return [
            ("EFFECTIVE_BALANCE_INCREMENT", 1_000_000), ("MAX_EFFECTIVE_BALANCE", 32_000_000_000),
            ("BASE_REWARD_FACTOR", 0), ("EJECTION_BALANCE", 16_750_000_000),
            ("MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA", 1_000_000_000_000_000),
            ("MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT", 1_000_000_000_000_000), ("MAX_SEED_LOOKAHEAD", 0),
        ].map { Chain.ConfigOverride(name: $0.0, value: $0.1, location: place) }
    }

    /// Size of the network; the rest is what the entities leave.
    private mutating func validators(
        _ chain: Value.Table?, named stake: NamedStake, rest: Rest, _ root: Value.Table
    ) -> Int {
        let named = stake.validators
        let held = stake.gwei
        let namers = root.named("clusters").isEmpty ? "the entities" : "the entities and clusters"
        let total: Int
        let place: SourceLocation
        if let chain, let stake = chain.gwei("stake") {
            place = chain["stake"]?.location ?? chain.location
            guard held <= Int128(stake) else {
                findings.add(
                    "\(namers) hold \(Amount.spelled(Int64(clamping: held))), more than the stake of "
                        + "\(Amount.spelled(stake)) of the whole network", at: place,
                    hint: "raise 'stake' or name fewer validators")
                return named
            }
            let others = (Int128(stake) - held) / Int128(rest.balance)
            guard others + Int128(named) <= Int128(ScenarioLanguage.mostValidators) else {
                findings.add(
                    "the stake makes more than \(Count.spelled(ScenarioLanguage.mostValidators)) validators", at: place,
                    hint: "lower 'stake' or raise rest.balance")
                return named
            }
            total = named + Int(others)
        } else {
            total = Int(chain?.count("validators") ?? ScenarioLanguage.defaultValidators)
            let isGiven = chain?["validators"] != nil
            let entityPlace = (root["entities"] ?? root["clusters"])?.location ?? root.location
            place = isGiven ? chain?["validators"]?.location ?? root.location : entityPlace
            guard named <= total else {
                findings.add(
                    "\(namers) name \(Count.spelled(named)) validators, the network has only \(Count.spelled(total))",
                    at: place, hint: "raise chain.validators or name fewer")
                return total
            }
            guard held + Int128(total - named) * Int128(rest.balance) <= Int128(Amount.largest) else {
                findings.add(
                    "the network holds more than \(Amount.spelled(Amount.largest))", at: place,
                    hint: "lower chain.validators or the balances")
                return total
            }
        }
        if total < Int(clock.slotsPerEpoch) {
            findings.add(
                "a network of \(total) validators is too small", at: place,
                hint: "each of the \(clock.slotsPerEpoch) slots of an epoch needs one")
        }
        return total
    }

    /// Balances over 32 ETH need compounding credentials, which need electra.
    mutating func checkCredentials(rest: Rest, fork: String, _ table: Value.Table) {
        let order = ScenarioLanguage.forks.map(\.name)
        let isElectra = (order.firstIndex(of: fork) ?? 0) >= (order.firstIndex(of: "electra") ?? 0)
        let limit: Int64 = 32 * Amount.gweiPerETH
        for entry in table.named("entities") + table.named("clusters") {
            guard let given = entry.value.table else { continue }
            let isCompounding = given.flag("compounding") ?? false
            let balance = given.gwei("balance") ?? limit
            if isCompounding, !isElectra {
                findings.add(
                    "compounding validators do not exist in \(fork)", at: given.location(of: "compounding"),
                    hint: "they came with electra")
            } else if !isCompounding, balance > limit {
                findings.add(
                    "a balance of \(Amount.spelled(balance)) needs compounding validators",
                    at: given["balance"]?.location ?? given.location,
                    hint: isElectra ? "add compounding: true" : "the most is 32 ETH in \(fork)")
            }
        }
        if rest.balance > UInt64(limit), !isElectra, let given = table.table("rest") {
            findings.add(
                "a balance over 32 ETH does not exist in \(fork)", at: given["balance"]?.location ?? given.location,
                hint: "compounding validators came with electra")
        }
    }
}
