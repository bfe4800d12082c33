public import ArgumentParser
public import Scenario
import Studies

extension Network.StakeSpread: ExpressibleByArgument {}

/// Times runs of the message network, from one thousand to ten thousand nodes, and a long leak on two branches.
struct NetworkBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Times the message network: gossip, duties and finality, one core.")

    @Option(parsing: .upToNextOption, help: "Nodes of the network.")
    var nodes: [Int] = [1_000, 3_000, 10_000]

    @Option(parsing: .upToNextOption, help: "Validators.")
    var validators: [Int] = [100_000, 1_000_000]

    @Option(parsing: .upToNextOption, help: "Blobs in a block.")
    var blobs: [Int] = [0, 6, 14]

    @Option(help: "How stake is spread over nodes, as network.stake_spread.")
    var spread = Network.StakeSpread.heavyTailed

    @Option(help: "Epochs of each network.")
    var epochs = 4

    @Option(help: "Epochs of the leak on two branches, with 100,000 validators and 60 nodes; 0 leaves it out.")
    var leak = 5_000

    private static let epoch = 384.0

    func run() throws {
        print("     nodes   validators   blobs   ms/slot   x real time   most memory so far")
        for nodes in nodes {
            for validators in validators {
                for blobs in blobs { try report(nodes, validators, blobs) }
            }
        }
        guard leak > 0 else { return }
        let seconds = try processorSeconds(
            Self.text(
                nodes: 60, validators: 100_000, blobs: 0, spread: .heavyTailed, epochs: leak,
                outages: "{ name: cut, kind: partition, groups: { west: { share: 50 % }, east: others }, "
                    + "at: 2 epochs, for: until the end }"))
        print(
            "\(leak) epochs of a leak on two branches: \(Timing.text(seconds, decimals: 1)) s, "
                + "\(Timing.mostMegabytes) MB at most so far")
    }

    /// Costs of a slot; what is set up once is measured apart and taken off.
    private func report(_ nodes: Int, _ validators: Int, _ blobs: Int) throws {
        func seconds(_ epochs: Int) throws -> Double {
            try processorSeconds(
                Self.text(nodes: nodes, validators: validators, blobs: blobs, spread: spread, epochs: epochs))
        }
        let long = try seconds(epochs + 1)
        let perEpoch = max(1e-9, (long - (try seconds(1))) / Double(epochs))
        print(
            Timing.column("\(nodes)", 10), Timing.column("\(validators)", 12), Timing.column("\(blobs)", 7),
            Timing.column(Timing.text(perEpoch / 32 * 1_000, decimals: 1), 9),
            Timing.column(Timing.text(Self.epoch / perEpoch, decimals: 0), 13),
            Timing.column("\(Timing.mostMegabytes) MB", 20))
    }

    private func processorSeconds(_ text: String) throws -> Double {
        let scenario = try Scenario.load(text: text, file: "bench.yaml", baseDirectory: ".", overrides: [])
        let before = Timing.processorSeconds
        _ = try StudyRun.execute(
            scenario: scenario, text: text, file: "bench.yaml", overrides: [], version: "bench",
            progress: { _, _ in true })
        return Timing.processorSeconds - before
    }

    private static func text(
        nodes: Int, validators: Int, blobs: Int, spread: Network.StakeSpread, epochs: Int, outages: String = ""
    ) -> String {
        """
        name: network benchmark
        seed: 3
        chain: { fork: fulu, validators: \(validators), start: { epoch: 420_000 } }
        time: { run: \(epochs) epochs }
        resolution: messages
        network: { nodes: \(nodes), blobs: \(blobs), stake_spread: \(spread.rawValue) }
        outages: [\(outages)]
        """
    }
}
