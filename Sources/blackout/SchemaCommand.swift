import ArgumentParser
import Scenario

/// `blackout schema`: the scenario language for editors.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of scenario files.",
        discussion: """
            An editor with a YAML language server completes and checks scenarios with it:

              blackout schema > scenario.schema.json
              # yaml-language-server: $schema=scenario.schema.json   (first line of a scenario)
            """)

    func run() {
        print(Scenario.jsonSchema(), terminator: "")
    }
}
