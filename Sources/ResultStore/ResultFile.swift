internal import GRDB

/// A finished run as one SQLite file.
///
/// The file can be opened with any SQLite tool; `docs/results.md` describes its tables and views. It holds no clock
/// and no path of the machine that made it: the same record gives the same content.
public struct ResultFile: Sendable {
    /// What `read` does with the validators that were carried by themselves.
    public enum Validators: Sendable {
        /// All of them are read into the record.
        case all
        /// They are checked, but the record's list stays empty; `forEachValidator` visits them.
        case checkedOnly
    }

    /// Stores a record.
    ///
    /// Missing folders are made. The content is written beside the target and then takes its place in one step, so
    /// that an earlier result stays whole whatever happens. Only a result file is ever replaced. Validators are stored
    /// by ascending index.
    ///
    /// - Throws: `ResultFileError.inconsistent` where the record does not balance, `.cannotWrite` otherwise.
    public static func write(_ record: RunRecord, to path: String) throws(ResultFileError) {
        try write(record, to: path, schema: .current)
    }

    /// Tells early that results could not be put at a path.
    public static func checkWritable(_ path: String) throws(ResultFileError) {
        _ = try FileReplacement(of: path, mayReplace: whyKept)
    }

    /// Reads a stored record and checks that it balances.
    ///
    /// The file may come from anywhere: it is opened for reading only, its schema is not trusted, and whatever does
    /// not fit ends in an error.
    ///
    /// - Throws: `.notFound`, `.notADatabase`, `.notOurs`, `.newerSchema`, `.damaged`.
    public static func read(
        from path: String, validators: Validators = .all
    ) throws(ResultFileError) -> RunRecord {
        try read(from: path, validators: validators, schema: .current)
    }

    /// Visits the validators of a file by ascending index without holding them all.
    ///
    /// - Throws: what `read` throws.
    public static func forEachValidator(
        in path: String, _ body: (ValidatorRecord) -> Void
    ) throws(ResultFileError) {
        try withDatabase(at: path, schema: .current) { database in
            var reader = RecordReader(database)
            _ = try reader.readWithoutValidators()
            try reader.forEachValidator(body)
        }
    }

    /// How many validators a file holds one by one.
    public static func validatorCount(in path: String) throws(ResultFileError) -> Int {
        var count = 0
        try withDatabase(at: path, schema: .current) { database in
            var rows = try RowReader(database, table: "validator", sql: "SELECT count(*) FROM validator")
            if try rows.next() { count = try rows.count() }
        }
        return count
    }
}

extension ResultFile {
    package static func write(_ record: RunRecord, to path: String, schema: Schema) throws(ResultFileError) {
        do {
            try record.checkBalance()
        } catch {
            throw .inconsistent(path: path, reason: error.description)
        }
        var file = try FileReplacement(of: path, mayReplace: whyKept)
        do {
            var configuration = Configuration()
            configuration.prepareDatabase { database in
                // The file is nobody's until it is complete: no journal, one synchronisation at the end.
                try database.execute(
                    sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE")
            }
            let queue = try DatabaseQueue(path: file.temporaryPath, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try database.inTransaction {
                    try schema.migrate(database)
                    try RecordWriter(database, version: schema.version).write(record)
                    return .commit
                }
            }
            try queue.close()
        } catch let error as DatabaseError {
            throw .cannotWrite(
                path: path, reason: error.message ?? "\(error.resultCode)",
                mend: "check the space and the permissions of its folder")
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)", mend: "check the space and permissions of its folder")
        }
        try file.commit()
    }

    package static func read(
        from path: String, validators: Validators = .all, schema: Schema
    ) throws(ResultFileError) -> RunRecord {
        var result: RunRecord?
        try withDatabase(at: path, schema: schema) { database in
            var reader = RecordReader(database)
            var record = try reader.readWithoutValidators()
            var books = try Books(record)
            let keep = validators == .all
            try reader.forEachValidator { (validator) throws(Imbalance) in
                try books.add(validator)
                if keep { record.validators.append(validator) }
            }
            try books.close()
            result = record
        }
        guard let result else { throw .damaged(path: path, reason: "it holds no run") }
        return result
    }

    /// Answers a question in SQL about a file: the rows as text, in the columns' order.
    package static func query(_ sql: String, in path: String) throws(ResultFileError) -> [[String]] {
        var answer: [[String]] = []
        try withDatabase(at: path, schema: .current) { database in
            answer = try Row.fetchAll(database, sql: sql).map { row in row.databaseValues.map(\.description) }
        }
        return answer
    }

    /// Opens an untrusted file, brings an older one up to date in memory, and hands it over.
    private static func withDatabase(
        at path: String, schema: Schema, _ body: (Database) throws -> Void
    ) throws(ResultFileError) {
        let (file, version) = try FileIdentity.check(path, known: schema.version)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.foreignKeysEnabled = false
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            }
            let queue = try DatabaseQueue(path: file, configuration: configuration)
            try queue.read { database in
                let expected = try schema.tables(ofVersion: version)
                let found = try Schema.tables(in: database)
                for (name, sql) in expected.sorted(by: { $0.key < $1.key }) where found[name] != sql {
                    throw MalformedRow(reason: "table '\(name)' is missing or changed")
                }
                let complaints = try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
                guard complaints == ["ok"] else {
                    throw MalformedRow(reason: complaints.first ?? "SQLite finds it corrupt")
                }
            }
            if version == schema.version {
                try queue.read(body)
            } else {
                let copy = try DatabaseQueue()
                try queue.backup(to: copy)
                try copy.write { database in try schema.migrate(database) }
                try copy.read(body)
            }
        } catch let error as MalformedRow {
            throw .damaged(path: path, reason: error.reason)
        } catch let error as Imbalance {
            throw .damaged(path: path, reason: error.description)
        } catch let error as DatabaseError {
            throw .damaged(path: path, reason: error.message ?? "\(error.resultCode)")
        } catch {
            throw .damaged(path: path, reason: "\(error)")
        }
    }

    /// Why an existing file must not be replaced by a result; nil for an earlier result, an empty file or none.
    private static func whyKept(_ path: String) -> String? {
        switch FileIdentity.header(of: path) {
        case .missing, .empty, .ours: nil
        case .otherDatabase: "it is a database of another program"
        case .other: "there is a file that is not a result of blackout"
        case .unreadable(let reason): reason
        }
    }
}
