import ArgumentParser

/// `blackout cluster`: distributed validators, their files and their duties.
struct ClusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Make, inspect and watch clusters of distributed validators.",
        discussion: """
              blackout cluster create --name home --threshold 3 --members 4 --validators 5 --output my-cluster
              blackout cluster inspect my-cluster/cluster-lock.json
              blackout cluster trace --members 4 --down 1 --flavour obol

            Keys are for test networks: nothing here runs in constant time. Exit status: 0, 64 wrong usage, 65 a file \
            that does not verify, 66 a file is missing, 73 a file cannot be written.
            """,
        subcommands: [ClusterCreateCommand.self, ClusterInspectCommand.self, TraceCommand.self])
}
