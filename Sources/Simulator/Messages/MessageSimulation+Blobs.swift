import BeaconChain
import DistributedValidators
import PeerNetwork
import Scenario
import Staking

// Cell proofs of blobs: whoever makes its blocks itself makes them too, before a block can leave.
extension MessageSimulation {
    /// Nanoseconds that a machine by itself takes over the proofs of its block; none where a builder makes it.
    func proofTime(of host: Int, slot: Slot) -> Int64 {
        guard settings.blobs > 0, world.nodes[Int(hosts.nodeOfHost[host])].buildsLocally else { return 0 }
        return BlobWork(blobs: settings.blobs, sharing: .none)
            .outcome(slot: slot, members: [worker(host)], latency: [0]).provenAt ?? 0
    }

    /// Nanoseconds that a cluster takes over them, each member for itself or all of them together; nil if it never has
    /// them all.
    ///
    /// - Parameter members: as the slot finds them.
    func proofTime(ofCluster site: Int, _ members: [DutyMember], slot: Slot) -> Int64? {
        let cluster = clusters.sites[site]
        guard settings.blobs > 0, world.nodes[cluster.node].buildsLocally else { return 0 }
        let sharing: BlobWork.Sharing =
            switch world.scenario.clusters[cluster.cluster].blobWork {
            case .everyMember: .none
            case .rows: .rows
            case .columns: .rowsAndColumns
            }
        let workers = zip(memberHosts(of: site), members).map { host, member in
            var worker = worker(host)
            worker.isUp = member.isUp && member.hasBeacon && member.beaconAwayUntil <= 0
            worker.isHonest = member.conduct == .honest
            return worker
        }
        return BlobWork(blobs: settings.blobs, sharing: sharing)
            .outcome(slot: slot, members: workers, latency: cluster.connections.latency).provenAt
    }

    private func worker(_ host: Int) -> BlobWork.Member {
        let bits = min(hosts.classes[hosts.classOfHost[host]].uploadBitsPerSecond, conditions.bitsPerSecondCap[host])
        return BlobWork.Member(uplink: bits / 8)
    }
}
