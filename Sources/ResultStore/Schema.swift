internal import GRDB

/// The tables and views of a result file, as numbered steps: step *i* brings a file from version *i* to *i + 1*.
///
/// The version of a file is its `user_version`. A step that has been released is never edited: a new table, column or
/// view is a new step at the end. Every object is described in `docs/results.md`.
package struct Schema: Sendable {
    /// SQL scripts, in order.
    package var steps: [String]

    /// Makes a schema of given steps.
    package init(steps: [String]) {
        self.steps = steps
    }

    /// The schema that this version of Blackout writes.
    package static let current = Schema(steps: [
        SchemaVersion1.tables + SchemaVersion1.views, SchemaVersion2.step, SchemaVersion3.step,
        SchemaVersion4.step, SchemaVersion5.step,
    ])

    /// "BKOT", the `application_id` of a result file.
    package static let applicationID: Int32 = 0x424B_4F54

    /// Version of a file that all steps were applied to.
    package var version: Int { steps.count }
}

extension Schema {
    /// Brings a database from the version that it states up to this schema's version, or up to `target`.
    func migrate(_ database: Database, to target: Int? = nil) throws {
        let stated = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let target = target ?? version
        for step in stated..<max(stated, target) {
            try database.execute(sql: steps[step])
        }
        try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(target)")
    }

    /// `CREATE TABLE` text of every table, by name, as a file of a version holds it.
    func tables(ofVersion version: Int) throws -> [String: String] {
        let queue = try DatabaseQueue()
        return try queue.write { database in
            try migrate(database, to: version)
            return try Schema.tables(in: database)
        }
    }

    /// `CREATE TABLE` text of every table that a database holds, by name.
    static func tables(in database: Database) throws -> [String: String] {
        var tables: [String: String] = [:]
        var rows = try RowReader(
            database, table: "sqlite_schema",
            sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        while try rows.next() {
            let name = try rows.text()
            tables[name] = try rows.text()
        }
        return tables
    }
}
