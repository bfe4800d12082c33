internal import GRDB
internal import GRDBSQLite

/// Writes rows through one prepared statement, column after column, without boxing a value.
///
/// About a million rows of eight integers a second, three times what bound argument arrays reach. This file is the
/// only one that steps statements by hand: Swift may free a `Statement` after its last use by name, so every step
/// keeps it alive explicitly.
struct RowWriter {
    private let database: Database
    private let statement: Statement
    private let raw: SQLiteStatement
    private var column: Int32 = 0
    private var failure: Int32 = SQLITE_OK

    /// Prepares `INSERT INTO table VALUES (?, …)`.
    init(_ database: Database, table: String, columns: Int) throws {
        let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
        self.database = database
        statement = try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
        raw = statement.sqliteStatement
    }

    mutating func put(_ value: Int64) {
        column &+= 1
        note(sqlite3_bind_int64(raw, column, value))
    }

    mutating func put(_ value: Int) { put(Int64(value)) }

    mutating func put(_ value: Bool) { put(value ? 1 as Int64 : 0) }

    /// A value beyond the integers of SQLite makes the row fail.
    mutating func put(_ value: UInt64) {
        if value > UInt64(Int64.max) { note(SQLITE_RANGE) }
        put(Int64(truncatingIfNeeded: value))
    }

    mutating func put(_ value: Double) {
        column &+= 1
        note(sqlite3_bind_double(raw, column, value))
    }

    mutating func put(_ value: String) {
        column &+= 1
        var text = value
        let code = text.withUTF8 { bytes in
            // SQLITE_TRANSIENT: SQLite copies the bytes before it returns.
            // An empty text has no address, and a text without address would be stored as NULL.
            withUnsafePointer(to: 0 as CChar) { empty in
                sqlite3_bind_text64(
                    raw, column,
                    bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) } ?? empty,
                    UInt64(bytes.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self), UInt8(SQLITE_UTF8))
            }
        }
        note(code)
    }

    mutating func putNull() {
        column &+= 1
        note(sqlite3_bind_null(raw, column))
    }

    mutating func put(_ value: Int?) { if let value { put(value) } else { putNull() } }

    mutating func put(_ value: UInt64?) { if let value { put(value) } else { putNull() } }

    mutating func put(_ value: Double?) { if let value { put(value) } else { putNull() } }

    mutating func put(_ value: String?) { if let value { put(value) } else { putNull() } }

    /// Inserts the row and starts the next.
    mutating func end() throws {
        let code = withExtendedLifetime(statement) {
            let stepped = sqlite3_step(raw)
            sqlite3_reset(raw)
            return stepped
        }
        column = 0
        if failure != SQLITE_OK { throw DatabaseError(resultCode: .init(rawValue: failure)) }
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: .init(rawValue: code), message: database.lastErrorMessage)
        }
    }

    private mutating func note(_ code: Int32) {
        if code != SQLITE_OK, failure == SQLITE_OK { failure = code }
    }
}

/// A value that a row of a result file cannot hold.
struct MalformedRow: Error {
    var reason: String
}

/// Reads rows column after column and refuses a value of another type than asked for, so that a hostile file ends in
/// an error and never in a trap.
struct RowReader {
    private let database: Database
    private let statement: Statement
    private let raw: SQLiteStatement
    private let table: String
    private var column: Int32 = -1
    private(set) var row = -1

    init(_ database: Database, table: String, sql: String) throws {
        self.database = database
        self.table = table
        statement = try database.makeStatement(sql: sql)
        raw = statement.sqliteStatement
    }

    /// Moves to the next row; false after the last.
    mutating func next() throws -> Bool {
        let code = withExtendedLifetime(statement) { sqlite3_step(raw) }
        column = -1
        row += 1
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: .init(rawValue: code), message: database.lastErrorMessage)
        }
        return false
    }

    mutating func int64() throws -> Int64 {
        try expect(SQLITE_INTEGER, "an integer")
        return withExtendedLifetime(statement) { sqlite3_column_int64(raw, column) }
    }

    /// A number from zero up to a limit of the record.
    mutating func number(upTo limit: Int64) throws -> Int64 {
        let value = try int64()
        guard value >= 0, value <= limit else { throw malformed("is \(value), outside 0 to \(limit)") }
        return value
    }

    mutating func count() throws -> Int { Int(try number(upTo: RunRecord.highestCount)) }

    mutating func time() throws -> Int64 { try number(upTo: RunRecord.highestTime) }

    mutating func epoch() throws -> UInt64 { UInt64(try number(upTo: RunRecord.highestEpoch)) }

    mutating func bool() throws -> Bool {
        switch try int64() {
        case 0: false
        case 1: true
        case let other: throw malformed("is \(other) instead of 0 or 1")
        }
    }

    mutating func real() throws -> Double {
        try expect(SQLITE_FLOAT, "a number")
        return withExtendedLifetime(statement) { sqlite3_column_double(raw, column) }
    }

    mutating func text() throws -> String {
        try expect(SQLITE_TEXT, "text")
        let text: String? = withExtendedLifetime(statement) {
            guard let start = sqlite3_column_text(raw, column) else { return nil }
            let count = Int(sqlite3_column_bytes(raw, column))
            return String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
        guard let text else { throw malformed("is no valid UTF-8") }
        return text
    }

    /// A reference to one of `limit` rows.
    mutating func reference(below limit: Int, to what: String) throws -> Int {
        let value = try int64()
        guard value >= 0, value < Int64(limit) else { throw malformed("refers to \(what) \(value) of \(limit)") }
        return Int(value)
    }

    /// Reads a column that may be empty with one of the readers above.
    mutating func optional<Value>(_ read: (inout RowReader) throws -> Value) throws -> Value? {
        let isNull = withExtendedLifetime(statement) { sqlite3_column_type(raw, column + 1) == SQLITE_NULL }
        if isNull {
            column += 1
            return nil
        }
        return try read(&self)
    }

    /// Reads an identifier that must be the row's position.
    mutating func position() throws {
        let value = try int64()
        guard value == Int64(row) else { throw malformed("is \(value) instead of \(row)") }
    }

    func malformed(_ reason: String) -> MalformedRow {
        MalformedRow(reason: "table '\(table)', row \(row + 1), column \(column + 1) \(reason)")
    }

    private mutating func expect(_ type: Int32, _ name: String) throws {
        column += 1
        let found = withExtendedLifetime(statement) { sqlite3_column_type(raw, column) }
        guard found == type else { throw malformed("is not \(name)") }
    }
}
