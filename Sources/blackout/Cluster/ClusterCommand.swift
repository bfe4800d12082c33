import ArgumentParser

/// `blackout cluster`: distributed validators' clusters as files.
struct ClusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Make and inspect clusters of distributed validators.",
        discussion: """
              blackout cluster create --name home --threshold 3 --members 4 --validators 5 --output my-cluster
              blackout cluster inspect my-cluster/cluster-lock.json

            For test networks: nothing here runs in constant time. Exit status: 0, 64 wrong usage, 65 a file that does \
            not verify, 66 a file is missing, 73 a file cannot be written.
            """,
        subcommands: [ClusterCreateCommand.self, ClusterInspectCommand.self])
}
