import ArgumentParser
import DistributedValidators

/// `blackout cluster trace`: one duty of a cluster, message by message.
struct TraceCommand: ParsableCommand {
    /// The projects by the names that scenarios use.
    enum Flavour: String, ExpressibleByArgument, CaseIterable {
        case obol
        case ssv
    }

    /// Duties that are worth a picture.
    enum Duty: String, ExpressibleByArgument, CaseIterable {
        case attester
        case proposer
        case aggregator
        case syncMessage = "sync-message"
        case syncContribution = "sync-contribution"
        case randao

        var kind: ClusterDutyKind {
            switch self {
            case .attester: .attester
            case .proposer: .proposer
            case .aggregator: .aggregator
            case .syncMessage: .syncMessage
            case .syncContribution: .syncContribution
            case .randao: .randao
            }
        }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case mermaid
        case svg
    }

    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Show the messages of one duty, from its start to the broadcast.",
        discussion: """
            Members are numbered from 1, or by their operator ids at SSV; the first leads the first round unless \
            --slot says otherwise.

              blackout cluster trace --members 4 --down 1 --flavour obol
              blackout cluster trace --members 7 --flavour ssv --duty proposer --format svg > proposer.svg
              blackout cluster trace --flavour ssv --operator-ids 5 17 42 103 --down 17
              blackout cluster trace --half-open 2 1 --down 4
              blackout cluster trace --unreachable 1 2 --latency 60

            Exit status: 0, 64 for numbers that make no cluster. A duty that fails is a result, not an error.
            """)

    @Option(help: "Members of the cluster, 1 to 22.")
    var members = 4

    @Option(help: "Partial signatures that suffice; the flavour's usual number by default.")
    var threshold: Int?

    @Option(help: "obol or ssv.")
    var flavour = Flavour.obol

    @Option(help: "attester, proposer, aggregator, sync-message, sync-contribution or randao.")
    var duty = Duty.attester

    @Option(
        name: .customLong("operator-ids"), parsing: .upToNextOption,
        help: ArgumentHelp("The members' operator ids at SSV, ascending; 1 to n by default.", valueName: "ids"))
    var operatorIDs: [UInt64] = []

    @Option(parsing: .upToNextOption, help: "Members that are down, by number or operator id.")
    var down: [UInt64] = []

    @Option(
        name: .customLong("half-open"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Two members (obol): the first takes the second for down and sends it nothing.", valueName: "members"))
    var halfOpen: [UInt64] = []

    @Option(
        parsing: .upToNextOption,
        help: "Members (obol) that cannot be called from outside: between two of them a relay doubles the latency.")
    var unreachable: [UInt64] = []

    @Option(help: "The slot, which says who leads.")
    var slot: UInt64?

    @Option(help: ArgumentHelp("One-way latency between any two members.", valueName: "milliseconds"))
    var latency = 20

    @Option(help: "text, mermaid or svg.")
    var format = Format.text

    func validate() throws {
        guard (1...22).contains(members) else {
            throw ValidationError("--members is \(members): a cluster has 1 to 22 members")
        }
        guard (0...60_000).contains(latency) else {
            throw ValidationError("--latency is \(latency): give milliseconds from 0 to 60000")
        }
        try checkOperatorIDs()
        if let wrong = down.first(where: { !numbers.contains($0) }) {
            throw ValidationError(
                operatorIDs.isEmpty
                    ? "--down \(wrong): members are numbered from 1 to \(members)"
                    : "--down \(wrong): the operators are \(operatorIDs.map(String.init).joined(separator: ", "))")
        }
        try checkConnections()
        do throws(ClusterRules.Fault) {
            _ = try rules()
        } catch {
            throw ValidationError(error.description)
        }
    }

    /// By member.
    private var numbers: [UInt64] { operatorIDs.isEmpty ? (1...UInt64(members)).map { $0 } : operatorIDs }

    private func checkOperatorIDs() throws {
        guard !operatorIDs.isEmpty else { return }
        guard flavour == .ssv else {
            throw ValidationError("--operator-ids are SSV's: Obol numbers members from 1; add --flavour ssv")
        }
        guard operatorIDs.count == members else {
            throw ValidationError(
                "--operator-ids has \(operatorIDs.count) ids for \(members) members: give one for each")
        }
        for (before, after) in zip([0] + operatorIDs, operatorIDs) where after <= before {
            throw ValidationError(
                "--operator-ids: \(after) stands after \(before): give ids from 1 up, each once, in ascending order, "
                    + "as SSV orders a committee")
        }
    }

    private func checkConnections() throws {
        for (option, given) in [("--half-open", halfOpen), ("--unreachable", unreachable)] where !given.isEmpty {
            guard flavour == .obol else {
                throw ValidationError("\(option) is for Obol: SSV's members pass on what they hear; leave it out")
            }
            if let wrong = given.first(where: { !numbers.contains($0) }) {
                throw ValidationError("\(option) \(wrong): members are numbered from 1 to \(members)")
            }
        }
        if !halfOpen.isEmpty, halfOpen.count != 2 || halfOpen[0] == halfOpen[1] {
            throw ValidationError("--half-open needs two different members, such as --half-open 2 1")
        }
    }

    /// Nanoseconds between members; `Int64.max` where nothing comes through.
    private var ways: [Int64] {
        let way = Int64(latency) * 1_000_000
        return (0..<members * members).map { place in
            let (from, to) = (numbers[place / members], numbers[place % members])
            if from == to { return 0 }
            if halfOpen == [from, to] { return .max }
            return unreachable.contains(from) && unreachable.contains(to) ? 2 * way : way
        }
    }

    func run() throws {
        var runner = ClusterDutyRunner(try rules())
        runner.isTracing = true
        let dutyMembers = (1...members).map { number in
            DutyMember(
                isUp: !down.contains(numbers[number - 1]), value: UInt32(number), targetValue: 1, processing: 1_000_000)
        }
        let outcome = runner.run(duty.kind, slot: slot ?? firstSlot, members: dutyMembers, latency: ways)
        let sequence = MessageSequence(
            members: members, down: (1...members).filter { down.contains(numbers[$0 - 1]) }, operatorIDs: operatorIDs,
            trace: runner.trace, outcome: outcome)
        let text =
            switch format {
            case .text: sequence.text
            case .mermaid: sequence.mermaid
            case .svg: SequencePicture(sequence).svg
            }
        try Terminal.print(text)
    }

    private func rules() throws(ClusterRules.Fault) -> ClusterRules {
        var rules =
            switch flavour {
            case .obol: try ClusterRules.charon(members: members, threshold: threshold)
            case .ssv: try ClusterRules.ssv(members: members, threshold: threshold)
            }
        rules.signingDelay = 5_000_000
        rules.blockDelay = 200_000_000
        return rules
    }

    /// The first slot in which member 1 leads the first round.
    private var firstSlot: UInt64 {
        let slots: Range<UInt64> = 0..<UInt64(members)
        return slots.first { slot in
            let rotation =
                switch flavour {
                case .obol:
                    LeaderRotation.charon(slot: slot, dutyType: duty.kind.charon.rawValue, members: members)
                case .ssv: LeaderRotation.ssv(height: slot, members: members, isEpochAware: true)
                }
            return rotation.leader(round: 1) == 0
        } ?? 0
    }
}
