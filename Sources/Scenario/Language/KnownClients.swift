/// Ethereum clients by name.
public enum KnownClients {
    /// Consensus clients.
    public static let consensus = ["lighthouse", "prysm", "teku", "nimbus", "lodestar", "grandine"]
    /// Execution clients.
    public static let execution = ["geth", "nethermind", "besu", "erigon", "reth", "nimbus-el", "ethrex"]
}
