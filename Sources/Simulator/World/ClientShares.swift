import Scenario
import Staking

extension ClientShares {
    /// The shares as a scenario writes them.
    func mix(_ layer: RecoveryTable.Layer) -> [ClientMix.Share] {
        shares(layer).map { ClientMix.Share(name: $0.client, partsPerMillion: $0.partsPerMillion) }
    }
}
