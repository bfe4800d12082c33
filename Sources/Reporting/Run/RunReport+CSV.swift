internal import ResultStore

extension RunReport {
    /// The ledger as CSV (RFC 4180): one row per entity, component and cause, Gwei.
    public var ledgerCSV: String {
        var csv = CSV(["entity", "component", "cause", "cause_kind", "missed_gwei", "penalties_gwei"])
        for row in record.ledger where record.entities.indices ~= row.entity && record.causes.indices ~= row.cause {
            let cause = record.causes[row.cause]
            csv.add([
                record.entities[row.entity].name, row.component, cause.label, cause.kind, String(row.missed),
                String(row.penalties),
            ])
        }
        return csv.text
    }

    /// The epochs as CSV (RFC 4180), balances in Gwei.
    public var epochsCSV: String {
        var csv = CSV([
            "epoch", "active_balance_gwei", "base_reward_per_increment_gwei", "source_balance_gwei",
            "target_balance_gwei", "head_balance_gwei", "blocks_proposed", "blocks_missed", "justified_epoch",
            "finalized_epoch", "is_leaking", "reference_participation_ratio",
        ])
        for epoch in record.epochs {
            let balances = [
                epoch.activeBalance, epoch.baseRewardPerIncrement, epoch.sourceBalance, epoch.targetBalance,
                epoch.headBalance,
            ]
            csv.add(
                [String(epoch.epoch)] + balances.map { String($0) } + [
                    String(epoch.blocksProposed), String(epoch.blocksMissed), String(epoch.justifiedEpoch),
                    String(epoch.finalizedEpoch), epoch.isLeaking ? "1" : "0",
                    epoch.referenceParticipation?.description ?? "",
                ])
        }
        return csv.text
    }
}

/// Comma-separated values.
struct CSV {
    private(set) var text = ""

    init(_ header: [String]) { add(header) }

    mutating func add(_ fields: [String]) {
        text += fields.map(CSV.quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ field: String) -> String {
        let needsQuotes = field.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        guard needsQuotes else { return field }
        var quoted = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
