import BeaconChain
import Scenario

extension MessageSimulation {
    /// A fault comes into force: views part where hosts no longer hear the same or accept the same.
    mutating func begin(fault index: Int, at now: Int64) throws(SimulationError) {
        refreshConditions(at: now)
        switch faults[index].fault {
        case .partition: regroup(at: now)
        case .clientBug(.acceptInvalid), .clientBug(.rejectValid): regroup(at: now)
        default: if faults[index].slowsMachines { refreshPaces(at: now) }
        }
    }

    /// A fault is over: views that hear and accept the same again become one.
    mutating func end(fault index: Int, at now: Int64) throws(SimulationError) {
        refreshConditions(at: now)
        switch faults[index].fault {
        case .partition: try reunite(at: now)
        case .clientBug(.acceptInvalid(let wipesProtection)):
            // Whoever followed an invalid chain has sources there that no vote on the valid one can reach. On Holesky,
            // in February 2025, operators were asked to empty their databases and be slashed.
            if wipesProtection {
                for host in 0..<hosts.count where faults[index].hits[host] {
                    highestSource[host] = 0
                    highestTarget[host] = 0
                    watch.wipedBy[host] = faults[index].outage
                }
            }
            try reunite(at: now)
        case .clientBug(.rejectValid): try reunite(at: now)
        default: if faults[index].slowsMachines { refreshPaces(at: now) }
        }
    }

    private func bugs(of host: Int, at now: Int64) -> UInt64 {
        var bits: UInt64 = 0
        for fault in faults where fault.holds(at: now) && fault.hits[host] && fault.outage < 64 {
            switch fault.fault {
            case .clientBug(.acceptInvalid), .clientBug(.rejectValid): bits |= 1 << UInt64(fault.outage)
            default: continue
            }
        }
        return bits
    }

    private func partitions(at now: Int64) -> [NetworkFault] {
        faults.filter { fault in
            guard case .partition = fault.fault else { return false }
            return fault.holds(at: now)
        }
    }

    /// Gives hosts that no longer hear or accept the same a view of their own, a copy of the one they shared.
    private mutating func regroup(at now: Int64) {
        sides = PartitionSides(hosts: hosts.count, partitions(at: now))
        era += 1
        propagation = Array(repeating: propagation[0], count: sides.count)
        travel = Array(repeating: travel[0], count: sides.count)
        bounds = Array(repeating: .stale, count: sides.count)
        let before = views
        var parted: [(view: Int, side: UInt8, bugs: UInt64)] = []
        views = []
        for host in 0..<hosts.count {
            let side = sides.circle(of: sides.sideOfHost[host])
            let key = (view: viewOfHost[host], side: side, bugs: bugs(of: host, at: now))
            let known = parted.firstIndex { $0 == key }
            if let known {
                viewOfHost[host] = known
            } else {
                viewOfHost[host] = views.count
                parted.append(key)
                var copy = before[key.view]
                copy.side = side
                copy.bugs = key.bugs
                views.append(copy)
            }
        }
    }

    /// Puts views together whose hosts hear each other and accept the same: each gets what the others have seen.
    private mutating func reunite(at now: Int64) throws(SimulationError) {
        sides = PartitionSides(hosts: hosts.count, partitions(at: now))
        era += 1
        propagation = Array(repeating: propagation[0], count: sides.count)
        travel = Array(repeating: travel[0], count: sides.count)
        bounds = Array(repeating: .stale, count: sides.count)
        let before = views
        let viewBefore = viewOfHost
        // The view with most stake that was free of bugs, or else of most stake, leads each new one.
        var stake = Array(repeating: UInt64(0), count: before.count)
        for host in 0..<hosts.count { stake[viewBefore[host]] += hosts.stake[host] }
        var keys: [(side: UInt8, bugs: UInt64)] = []
        var members: [[Int]] = []
        for host in 0..<hosts.count {
            let key = (side: sides.circle(of: sides.sideOfHost[host]), bugs: bugs(of: host, at: now))
            let place = keys.firstIndex { $0 == key } ?? keys.count
            if place == keys.count {
                keys.append(key)
                members.append([])
            }
            viewOfHost[host] = place
            if !members[place].contains(viewBefore[host]) { members[place].append(viewBefore[host]) }
        }
        views = []
        for (place, key) in keys.enumerated() {
            let order = members[place].sorted {
                (before[$0].bugs == key.bugs ? 0 : 1, stake[$1], $0) < (
                    before[$1].bugs == key.bugs ? 0 : 1, stake[$0], $1
                )
            }
            var view = before[order[0]]
            view.side = key.side
            view.bugs = key.bugs
            // Everything that was sent on the other sides comes now.
            for other in order.dropFirst() {
                try view.takeOver(before[other], live)
            }
            if order.count > 1 {
                for host in 0..<hosts.count where viewOfHost[host] == place {
                    if isBehind(host, at: now) {
                        queueOthersBlocks(view.recent, for: host, at: now)
                    } else {
                        upSince[host] = max(upSince[host], now)
                    }
                }
            }
            views.append(view)
        }
    }
}
