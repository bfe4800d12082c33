import BeaconChain
struct EpochShuffle: Sendable { var seed: Root; var count: Int; var rounds: Int
 func position(ofActive: Int) -> Int { fatalError() }
 func wholeList() -> [UInt32] { fatalError() } }
enum DutyDomain { case beaconAttester, beaconProposer, syncCommittee }
enum ProposerSelection { static func proposers(epoch: Epoch, seed: Root, registry: EffectiveBalances, spec: ChainSpec) -> [Int] { fatalError() } }
enum SyncCommitteeSelection { static func members(seed: Root, registry: EffectiveBalances, spec: ChainSpec) -> [Int] { fatalError() } }
enum Seed { static func root(domain: DutyDomain, epoch: Epoch, mix: Root) -> Root { .zero } }
