import ArgumentParser

/// `blackout cluster`: distributed validators, one cluster at a time.
struct ClusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Look at one cluster of a distributed validator.",
        discussion: """
              blackout cluster trace --members 4 --down 1 --flavour obol
            """,
        subcommands: [TraceCommand.self])
}
