/// The reasons for which a reference case may be left out, each listed with its count in `docs/conformance.md`.
public enum SkipReason: String, CaseIterable, Sendable {
    case kzgProofs = "KZG proofs of blobs are not verified"
    case optimisticSync = "optimistic sync with an execution engine is not covered"
    case overriddenUpdate = "overriding the execution engine's fork choice is not in the rules of this version"
    case lightClient = "light clients are outside the project"
    case unknownFork = "the fork is none of those covered (Altair to Fulu)"
    case unknownPreset = "the preset is neither mainnet nor minimal"
    case forkTransition = "a chain that changes its fork on the way is not covered"
    case networking = "networking and custody rules are outside the project"
    case otherRunner = "the runner is not one of those covered"
}
