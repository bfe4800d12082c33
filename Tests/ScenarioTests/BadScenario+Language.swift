/// Wrong keys, types, numbers and units.
extension BadScenario {
    static let keys: [BadScenario] = [
        BadScenario(
            "an unknown key of the whole",
            .rest("sede: 3\n"),
            "3:1: unknown key 'sede'; did you mean 'seed'?"),
        BadScenario(
            "an unknown key of a table",
            .whole("name: t\ntime: { rnu: 1 day }\n"),
            "2:9: unknown key 'rnu' in 'time'; did you mean 'run'?"),
        BadScenario(
            "an unknown key without a likeness",
            .rest("zebra: 3\n"),
            "3:1: unknown key 'zebra'; known keys: name, about, seed, chain, time, resolution, detail, "
                + "network, calibration, places, entities, clusters, market, rest, outages, resync, expect, compare"),
        BadScenario(
            "another word for a key",
            .outage("hits: { entity: me }, at: 6 h, duration: 3 h"),
            "6:62: unknown key 'duration' in 'outages'; did you mean 'for'?"),
        BadScenario(
            "an unknown key deep down",
            .entity("clients: { consensis: lighthouse }"),
            "5:20: unknown key 'consensis' in 'clients'; did you mean 'consensus'?"),
        BadScenario(
            "a key given twice",
            .rest("seed: 1\nseed: 2\n"),
            "4:1: the key 'seed' is given twice; it was given first on line 3"),
        BadScenario(
            "keys given twice in several places, and an error besides",
            .whole("name: a\n\"name\": b\ntime: { run: 1 day, run: 2 days }\nseed: x\n"),
            "2:1: the key 'name' is given twice; it was given first on line 1",
            "3:21: the key 'run' is given twice; it was given first on line 3",
            "4:7: 'seed': expected a whole number such as 1_000, found 'x'"),
        BadScenario(
            "a missing key",
            .whole("name: t\n"),
            "1:1: the scenario needs the key 'time'; it is a mapping with 'run'"),
        BadScenario(
            "two missing keys of an outage",
            .afterMe("outages:\n  - { name: cut }\n"),
            "6:5: an outage needs the key 'kind'; it is one of power, network, data-centre, "
                + "bad-config, client-crash, disk-loss, replay, partition, slow-link, slow-machine, clock-skew, "
                + "client-bug, byzantine, double-keys, half-open",
            "6:5: an outage needs the key 'hits'; for example hits: { entity: me }, or hits: { "
                + "everyone: true }",
            "6:5: an outage needs the key 'for'; for example for: 3 h, or for: until the end",
            "6:5: an outage needs the key 'at'; for example at: 6 h, or every: { mean: 40 days }"),
        BadScenario(
            "a key without a value",
            .rest("seed:\n"),
            "3:1: 'seed' has no value; it is a whole number such as 1_000; leave the key out if you do "
                + "not need it"),
        BadScenario(
            "a required key without a value",
            .whole("name: ~\ntime: { run: 1 day }\n"),
            "1:1: 'name' has no value; it is a name"),
    ]

    static let types: [BadScenario] = [
        BadScenario(
            "a list for a mapping",
            .rest("chain: [fulu]\n"),
            "3:8: 'chain' must be a mapping with 'fork', 'preset', 'stake', 'validators', 'start', …, "
                + "found a list"),
        BadScenario(
            "a mapping for text",
            .whole("name: { a: b }\ntime: { run: 1 day }\n"),
            "1:7: 'name' must be a name, found a mapping"),
        BadScenario(
            "text for a number",
            .rest("seed: forty\n"),
            "3:7: 'seed': expected a whole number such as 1_000, found 'forty'"),
        BadScenario(
            "a fraction for a count",
            .entity("validators: 1.5"),
            "5:21: 'validators': expected a whole number, found '1.5'"),
        BadScenario(
            "a count with a unit",
            .entity("validators: 566k"),
            "5:21: 'validators': '566k' is not a plain number; write 566_000"),
        BadScenario(
            "a count with a comma",
            .entity("validators: '1,000'"),
            "5:21: 'validators': '1,000' has a comma; write 1.5 for a fraction and 1_000 for thousands"),
        BadScenario(
            "text for a list",
            .rest("outages: none\n"),
            "3:10: 'outages' must be a list, found 'none'"),
        BadScenario(
            "a mapping for a list",
            .rest("outages: { cut: { kind: power } }\n"),
            "3:10: 'outages' must be a list, found a mapping"),
        BadScenario(
            "a word that is no choice",
            .rest("chain: { fork: fullu }\n"),
            "3:16: 'fork': 'fullu' is not one of the choices; did you mean 'fulu'?"),
        BadScenario(
            "a fork that does not exist",
            .rest("chain: { fork: glamsterdam }\n"),
            "3:16: 'fork': 'glamsterdam' is not one of the choices; write one of: altair, bellatrix, "
                + "capella, deneb, electra, fulu"),
        BadScenario(
            "a YAML truth value",
            .entity("cohort: yes"),
            "5:17: 'cohort': expected true or false, found 'yes'; write true"),
        BadScenario(
            "an empty name",
            .whole("name: ''\ntime: { run: 1 day }\n"),
            "1:7: 'name': the text is empty"),
        BadScenario(
            "a control character in a name",
            .whole("name: \"a\\x07b\"\ntime: { run: 1 day }\n"),
            "1:7: 'name': the text holds a control character"),
        BadScenario(
            "a reserved name of an entity",
            .rest("entities: { rest: { validators: 1 } }\n"),
            "3:13: 'rest' cannot be the name of an entity; the word has a meaning of its own"),
        BadScenario(
            "a dot in an entity's name",
            .rest("entities: { a.b: { validators: 1 } }\n"),
            "3:13: the name 'a.b' holds '.'; names of entities have letters, digits, blanks, '-' and '_'"),
    ]

    static let numbersOfYAML11: [BadScenario] = [
        BadScenario(
            "an octal number",
            .rest("seed: 012\n"),
            "3:7: 'seed': '012' starts with a zero, which YAML 1.1 reads as octal; write 12"),
        BadScenario(
            "a hexadecimal number",
            .rest("seed: 0x1F\n"),
            "3:7: 'seed': expected a whole number without a unit, found '0x1F'"),
        BadScenario(
            "a base-60 number as duration",
            .whole("name: t\ntime: { run: 12:30:45 }\n"),
            "2:14: 'run': '12:30:45' looks like a time of day, which YAML 1.1 reads as a base-60 "
                + "number; for a duration write 12 h 30 min 45 s"),
        BadScenario(
            "a base-60 number as count",
            .rest("seed: 1:30\n"),
            "3:7: 'seed': '1:30' looks like a time of day, which YAML 1.1 reads as a base-60 number; "
                + "for a duration write 1 h 30 min"),
        BadScenario(
            "a date",
            .outage("hits: { entity: me }, at: 2020-01-01, for: 1 h"),
            "6:57: 'at': '2020-01-01' is a date, not a number; times count from the start of the run: 6 h"),
        BadScenario(
            "a float with exponent",
            .rest("seed: 1e3\n"),
            "3:7: 'seed': expected a whole number without a unit, found '1e3'"),
        BadScenario(
            "underscores in a row",
            .rest("seed: 1__0\n"),
            "3:7: 'seed': '1__0' is not a number; write digits, with '_' between them if you like: "
                + "1_000 or 0.5"),
        BadScenario(
            "infinity",
            .rest("seed: .inf\n"),
            "3:7: 'seed': expected a whole number without a unit, found '.inf'"),
    ]

    static let units: [BadScenario] = [
        BadScenario(
            "a duration without unit",
            .whole("name: t\ntime: { run: 3 }\n"),
            "2:14: 'run': '3' has no unit; write 3 with one of ms, s, min, h, days, weeks, slots or epochs"),
        BadScenario(
            "a duration with an unknown unit",
            .whole("name: t\ntime: { run: 3 hh }\n"),
            "2:14: 'run': 'hh' is not a unit of time; did you mean 'h'?"),
        BadScenario(
            "minutes or months",
            .whole("name: t\ntime: { run: 3 m }\n"),
            "2:14: 'run': 'm' is not a unit of time; write 3 min for minutes or 3 ms for milliseconds"),
        BadScenario(
            "a year",
            .whole("name: t\ntime: { run: 1 year }\n"),
            "2:14: 'run': 'year' is not a unit of time; months and years differ in length; write days "
                + "or weeks"),
        BadScenario(
            "a negative duration",
            .whole("name: t\ntime: { run: -3 h }\n"),
            "2:14: 'run': a duration cannot be negative, found '-3 h'"),
        BadScenario(
            "a duration of nothing",
            .whole("name: t\ntime: { run: 0 s }\n"),
            "2:14: 'run': a duration of 0 means nothing here; write more than 0 s"),
        BadScenario(
            "a duration over a century",
            .whole("name: t\ntime: { run: 36_501 days }\n"),
            "2:14: 'run': '36_501 days' is too long; at most 36_500 days"),
        BadScenario(
            "units from short to long",
            .whole("name: t\ntime: { run: 30 min 3 h }\n"),
            "2:14: 'run': '30 min 3 h' does not go from long units to short ones; write it as 1 day 3 "
                + "h 30 min"),
        BadScenario(
            "a part of a nanosecond",
            .whole("name: t\ntime: { run: 0.0000001 ms }\n"),
            "2:14: 'run': '0.0000001 ms' is finer than a nanosecond"),
        BadScenario(
            "ether without unit",
            .rest("chain: { stake: 35_632_000 }\n"),
            "3:17: 'stake': '35_632_000' has no unit; write 35_632_000 ETH or 35_632_000 gwei"),
        BadScenario(
            "wei",
            .rest("chain: { stake: 35 wei }\n"),
            "3:17: 'stake': '35 wei' is in wei; the beacon chain counts in gwei: 1 gwei = "
                + "1_000_000_000 wei"),
        BadScenario(
            "a unit of time for ether",
            .rest("chain: { stake: 35 h }\n"),
            "3:17: 'stake': 'h' is not a unit of ether; the units are ETH and gwei"),
        BadScenario(
            "a part of a gwei",
            .rest("chain: { stake: 0.0000000001 ETH }\n"),
            "3:17: 'stake': '0.0000000001 ETH' is not a whole number of gwei; an ETH has nine decimals"),
        BadScenario(
            "negative ether",
            .rest("chain: { stake: -32 ETH }\n"),
            "3:17: 'stake': an amount cannot be negative, found '-32 ETH'"),
        BadScenario(
            "more ether than there can be",
            .rest("chain: { stake: 2_000_000_000 ETH }\n"),
            "3:17: 'stake': '2_000_000_000 ETH' is more ether than there can be"),
        BadScenario(
            "a share without unit",
            .rest("rest: { offline: 0.3 }\n"),
            "3:18: 'offline': '0.3' has no unit; write a percentage or a fraction: 50 % or 1/2"),
        BadScenario(
            "a share over the whole",
            .rest("rest: { offline: 101 % }\n"),
            "3:18: 'offline': a share of 101 % is out of range; it can be 100 % at most"),
        BadScenario(
            "a share that is too fine",
            .rest("rest: { offline: 0.00001 % }\n"),
            "3:18: 'offline': '0.00001 %' is finer than a part per million (0.0001 %)"),
        BadScenario(
            "a negative share",
            .rest("rest: { offline: -1 % }\n"),
            "3:18: 'offline': a share cannot be negative, found '-1 %'"),
        BadScenario(
            "a fraction by zero",
            .rest("rest: { offline: 1/0 }\n"),
            "3:18: 'offline': '1/0' is not a fraction of two whole numbers; write 1/3"),
        BadScenario(
            "a rate of the other layer",
            .rest("resync: { geth: { catch_up: 8 slots per s } }\n"),
            "3:29: 'catch_up': this rate cannot be in 'slots'; write 8 blocks per s"),
        BadScenario(
            "a rate without its time",
            .rest("resync: { geth: { catch_up: 8 }, prysm: { catch_up: 0 slots per s } }\n"),
            "3:29: 'catch_up': expected a rate such as 20 blocks per s, found '8'",
            "3:53: 'catch_up': a rate must be more than 0, found '0 slots per s'"),
    ]
}
