/// Text that is no YAML, or YAML that is no scenario.
extension BadScenario {
    static let hostileYAML: [BadScenario] = [
        BadScenario(
            "nothing",
            .whole(""),
            "1:1: the scenario is empty; a scenario needs a name, a time and what happens"),
        BadScenario(
            "a comment alone",
            .whole("# nothing\n"),
            "1:1: the scenario is empty; a scenario needs a name, a time and what happens"),
        BadScenario(
            "a scalar",
            .whole("hello\n"),
            "1:1: the scenario must be a mapping with 'name', 'about', 'seed', 'chain', 'time', …, "
                + "found 'hello'"),
        BadScenario(
            "two documents",
            .rest("---\nname: y\n"),
            "3:1: the file holds more than one document; write one file for each"),
        BadScenario(
            "a tab for indentation",
            .whole("name: x\n\ttime: 3\n"),
            "2:1: not YAML: found a tab character that violates indentation while scanning a plain scalar"),
        BadScenario(
            "a bracket that never closes",
            .whole("name: [a\ntime: { run: 1 day }\n"),
            "2:5: not YAML: did not find expected ',' or ']' while parsing a flow sequence"),
        BadScenario(
            "tags",
            .whole("name: !!binary aGVsbG8=\ntime: !foo { run: 1 day }\nseed: !!int 3\n"),
            "1:7: YAML tags are not part of the scenario language; write the value without '!'",
            "2:7: YAML tags are not part of the scenario language; write the value without '!'",
            "3:7: YAML tags are not part of the scenario language; write the value without '!'"),
        BadScenario(
            "a merge key",
            .whole("name: x\ntime: &t { run: 1 day }\nrest: { <<: *t }\n"),
            "3:9: merge keys are not part of the scenario language; write the keys out"),
        BadScenario(
            "an undefined alias",
            .whole("name: *n\ntime: { run: 1 day }\n"),
            "1:7: not YAML: found undefined alias"),
        BadScenario(
            "an alias within itself",
            .whole("name: &a [*a]\n"),
            "1:11: not YAML: found undefined alias"),
        BadScenario(
            "half of a surrogate pair",
            .whole("name: \"\\uD800\"\n"),
            "1:10: not YAML: found invalid Unicode character escape code while parsing a quoted scalar"),
        BadScenario(
            "a NUL",
            .whole("name: a\0b\n"),
            "1:8: not YAML: control characters are not allowed"),
        BadScenario(
            "a key that is a list",
            .rest("? [a, b]\n: c\n"),
            "3:3: a key must be plain text"),
        BadScenario(
            "carriage returns",
            .whole("name: x\r\ntime: { run: 1 day }\r\nsede: 1\r\n"),
            "3:1: unknown key 'sede'; did you mean 'seed'?"),
        BadScenario(
            "a byte-order mark",
            .whole("\u{FEFF}name: x\ntime: { run: 1 day }\nsede: 1\n"),
            "3:1: unknown key 'sede'; did you mean 'seed'?"),
        BadScenario(
            "a place after letters beyond ASCII",
            .whole("name: x\ntime: { run: 1 day }\nabout: \"ÄÖÜ 🦀\"\nrest: { \"🦀\": 1 }\n"),
            "4:9: unknown key '🦀' in 'rest'; known keys: clients, regions, providers, offline, balance"),
    ]
}
